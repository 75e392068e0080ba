import { chooseAlternative, isCalendar } from './choose-alternative.ts';
import { decodeTransfer } from './decode-transfer.ts';
import type { MailEntity } from './parse-entity.ts';
import { readParameters } from './read-parameters.ts';

export interface MailAttachment {
  /** Null where it has no name. */
  readonly filename: string | null;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What a reader sees of a message: texts in their order, and what is attached. */
export interface SortedParts {
  readonly texts: readonly MailEntity[];
  readonly attachments: readonly MailAttachment[];
}

/** Says nothing to a reader: pictures of the text, signatures, keys. */
const SILENT =
  /^(?:application\/(?:pgp-signature|pkcs7-signature|x-pkcs7-signature|pgp-encrypted)|text\/calendar)$/;

/** Of alternatives one is taken; calendars are read where there is nothing else. */
export function sortParts(message: MailEntity): SortedParts {
  const texts: MailEntity[] = [];
  const attachments: MailAttachment[] = [];
  const visit = (entity: MailEntity, isInRelated: boolean): void => {
    const { value } = entity.type;
    if (value === 'multipart/alternative' && entity.parts.length > 0) {
      visitAlternatives(entity);
      return;
    }
    if (entity.parts.length > 0) {
      const root = value === 'multipart/related' ? findRoot(entity) : null;
      for (const part of entity.parts) visit(part, root !== null && part !== root);
      return;
    }
    // Its boundary never came: all of it is text.
    if (value.startsWith('multipart/')) {
      texts.push(entity);
      return;
    }
    const attachment = readAttachment(entity, isInRelated);
    if (attachment) attachments.push(attachment);
    else if (value.startsWith('text/') && !isInRelated) texts.push(entity);
  };
  const visitAlternatives = (entity: MailEntity): void => {
    const sorted = entity.parts.map(sortParts);
    const filled = sorted.filter((parts) => parts.texts.some((text) => !isBlank(text)));
    texts.push(...(chooseAlternative(filled)?.texts ?? []));
    for (const parts of sorted) attachments.push(...parts.attachments);
  };
  visit(message, false);
  const isSpoken = texts.some((text) => !isCalendar(text) && !isBlank(text));
  return { texts: isSpoken ? texts.filter((text) => !isCalendar(text)) : texts, attachments };
}

/** The part that the others belong to (RFC 2387): that of `start`, else the first that can hold a text. */
function findRoot({ type, parts }: MailEntity): MailEntity | undefined {
  const start = type.parameters.get('start');
  const named = start === undefined ? undefined : parts.find((part) => readId(part) === unwrapId(start));
  return named ?? parts.find((part) => /^(?:text|multipart)\//.test(part.type.value)) ?? parts[0];
}

function readId(part: MailEntity): string {
  return unwrapId(part.headers.get('content-id') ?? '');
}

function unwrapId(id: string): string {
  return id.trim().replace(/^<|>$/g, '');
}

/** Null for what is shown in the text of the message. */
function readAttachment(entity: MailEntity, isInRelated: boolean): MailAttachment | null {
  const { value, parameters } = entity.type;
  const disposition = readParameters(entity.headers.get('content-disposition') ?? '');
  const filename = disposition.parameters.get('filename') ?? parameters.get('name') ?? null;
  const isText = value.startsWith('text/') && filename === null;
  if (disposition.value !== 'attachment' && (isText || SILENT.test(value))) return null;
  // Pictures of the page, which HTML shows by their Content-ID.
  if (disposition.value !== 'attachment' && value.startsWith('image/') && isInRelated) return null;
  const encoding = entity.headers.get('content-transfer-encoding') ?? '';
  return { filename, mediaType: value, bytes: decodeTransfer(entity.body, encoding) };
}

function isBlank({ body }: MailEntity): boolean {
  return !body.some((byte) => byte > 0x20);
}
