import { toCanonicalText } from '../canonical-text.ts';

/** A property: its name, its parameters, its value; parameters in quotes may hold colons. */
const PROPERTY = /^([A-Z-]{1,40})((?:;[\w-]{1,40}=(?:"[^"]*"|[^";:])*)*):(.*)$/i;
const MOMENT = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d*(Z)?)?/;
const SHOWN = new Map([
  ['SUMMARY', 'Summary'],
  ['DTSTART', 'Start'],
  ['DTEND', 'End'],
  ['DUE', 'Due'],
  ['LOCATION', 'Location'],
  ['DESCRIPTION', 'Description'],
]);

/** The canonical text of the events and tasks of a calendar (iCalendar, RFC 5545), a line for each of their properties. */
export function readCalendar(source: string): string {
  const entries: Map<string, string>[] = [];
  const open: string[] = [];
  for (const line of toCanonicalText(source.replace(/\r?\n[ \t]/g, '')).split('\n')) {
    const [, property = '', parameters = '', value = ''] = PROPERTY.exec(line) ?? [];
    const name = property.toUpperCase();
    if (name === 'BEGIN') {
      open.push(value.trim().toUpperCase());
      if (isEntry(open.at(-1))) entries.push(new Map());
    } else if (name === 'END') open.pop();
    // Alarms within an event have descriptions of their own.
    else if (isEntry(open.at(-1))) entries.at(-1)?.set(name, writeValue(name, parameters, value));
  }
  return entries.map(writeEntry).join('\n\n').trim();
}

function isEntry(component: string | undefined): boolean {
  return component === 'VEVENT' || component === 'VTODO';
}

function writeEntry(entry: ReadonlyMap<string, string>): string {
  return [...SHOWN]
    .filter(([name]) => (entry.get(name) ?? '') !== '')
    .map(([name, label]) => `${label}: ${entry.get(name)}`)
    .join('\n');
}

/** Times as `2026-03-05 14:30 UTC` or with the zone that is named, texts without their escapes. */
function writeValue(name: string, parameters: string, value: string): string {
  const moment = /^(?:DT|DUE)/.test(name) ? MOMENT.exec(value) : null;
  if (!moment) return value.replace(/\\(.)/g, (_, char: string) => (/n/i.test(char) ? '\n' : char)).trim();
  const [, year, month, day, hour, minute, utc] = moment;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return date;
  const zone = utc === undefined ? /;TZID="?([^";:]*)/i.exec(parameters)?.[1] : 'UTC';
  return `${date} ${hour}:${minute}${zone === undefined ? '' : ` ${zone}`}`;
}
