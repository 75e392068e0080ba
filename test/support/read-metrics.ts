export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: Sample[];
}

const HELP = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/;
const TYPE = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|Nan|NaN)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/** The families of a page in the text format of Prometheus 0.0.4, as its specification has it; throws at the first line that is not. */
export function parseMetrics(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  const helps = new Map<string, string>();
  let current: [name: string, family: Family] | undefined;
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, helped, help] = HELP.exec(line) ?? [];
    const [, typed, type] = TYPE.exec(line) ?? [];
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (helped !== undefined && help !== undefined) helps.set(helped, help);
    else if (typed !== undefined && type !== undefined) {
      if (families.has(typed)) throw new Error(`a second TYPE: ${line}`);
      current = [typed, { type, help: helps.get(typed) ?? '', samples: [] }];
      families.set(...current);
    } else if (name !== undefined && value !== undefined) {
      if (current === undefined || !belongsTo(name, ...current)) throw new Error(`without a family: ${line}`);
      current[1].samples.push({ name, labels: parseLabels(labels), value: parseValue(value) });
    } else throw new Error(`no line of the format: ${line}`);
  }
  for (const [name, { samples }] of families) checkUnique(name, samples);
  return families;
}

/** The value of the sample with exactly these labels; undefined when there is none. */
export function readSample(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const family = families.get(name) ?? families.get(name.replace(/_(?:bucket|sum|count)$/, ''));
  return family?.samples.find((sample) => sample.name === name && keyOf(sample.labels) === keyOf(labels))
    ?.value;
}

function belongsTo(name: string, family: string, { type }: Family): boolean {
  if (type === 'histogram') return ['_bucket', '_sum', '_count'].some((end) => name === family + end);
  return name === family;
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (LABEL.lastIndex = 0; LABEL.lastIndex < text.length; ) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '') throw new Error(`no labels: ${text}`);
    if (name in labels) throw new Error(`a label twice: ${text}`);
    labels[name] = value.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

function parseValue(text: string): number {
  return /^N/.test(text) ? Number.NaN : Number(text.replace('Inf', 'Infinity'));
}

function checkUnique(name: string, samples: readonly Sample[]): void {
  const keys = samples.map((sample) => `${sample.name} ${keyOf(sample.labels)}`);
  if (new Set(keys).size < keys.length) throw new Error(`${name} has a sample twice`);
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}
