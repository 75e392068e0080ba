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

/** Of alternatives, plain text is taken, else the last that has a text, which is the author's best (RFC 2046, 5.1.4). */
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
      for (const [index, part] of entity.parts.entries())
        visit(part, value === 'multipart/related' && index > 0);
      return;
    }
    // Its boundary never came: all of it is text.
    if (value.startsWith('multipart/')) {
      texts.push(entity);
      return;
    }
    const attachment = readAttachment(entity, isInRelated);
    if (attachment) attachments.push(attachment);
    else if (/^text\/(?!calendar)/.test(value) && !isInRelated) texts.push(entity);
  };
  const visitAlternatives = (entity: MailEntity): void => {
    const sorted = entity.parts.map(sortParts);
    const filled = sorted.filter((parts) => parts.texts.some((text) => !isBlank(text)));
    const chosen =
      filled.find((parts) => parts.texts.every((text) => text.type.value === 'text/plain')) ?? filled.at(-1);
    texts.push(...(chosen?.texts ?? []));
    for (const parts of sorted) attachments.push(...parts.attachments);
  };
  visit(message, false);
  return { texts, attachments };
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
