import type { Warning } from '../../domain/document.ts';
import type { LoadEvent, LoadLimits, LoadSource } from '../../domain/load.ts';
import type { Page } from '../../domain/page.ts';
import { IngestError, ServiceError } from '../../errors.ts';
import { toCanonicalText } from '../canonical-text.ts';
import { detectMediaType } from '../detect-media-type.ts';
import type { MailAttachment } from './sort-parts.ts';

const MAX_ATTACHMENTS = 100;
const HEAD_BYTES = 8 * 1024;
const MAX_NAME_CHARS = 200;
const MAX_WARNED_NAMES = 20;

export type LoadAttachment = (
  bytes: Uint8Array,
  source: LoadSource,
  limits: LoadLimits,
) => AsyncIterable<LoadEvent>;

/** What is attached to a message, read one after the other. */
export class AttachmentReader {
  readonly #load: LoadAttachment;
  readonly #leftOut: string[] = [];
  readonly #warnings: Warning[] = [];

  constructor(load: LoadAttachment) {
    this.#load = load;
  }

  /**
   * The pages of all attachments that have a loader, the first of each beginning with its name as a heading; `limits` is
   * what is left at that time. Throws `IngestError` DOCUMENT_LIMIT_EXCEEDED; what else is wrong with one is a warning.
   */
  async *read(attachments: readonly MailAttachment[], limits: () => LoadLimits): AsyncGenerator<Page> {
    for (const [index, attachment] of attachments.entries()) {
      const name = nameOf(attachment, index);
      if (index >= MAX_ATTACHMENTS) {
        this.#leftOut.push(name);
        continue;
      }
      try {
        yield* this.#readOne(attachment, name, limits());
      } catch (error) {
        const isOfFile =
          error instanceof ServiceError ||
          (error instanceof IngestError && error.code !== 'DOCUMENT_LIMIT_EXCEEDED');
        if (!isOfFile) throw error;
        this.#leftOut.push(`${name} (${error.code})`);
      }
    }
  }

  listWarnings(): Warning[] {
    const count = this.#leftOut.length;
    if (count === 0) return this.#warnings;
    const names = this.#leftOut.slice(0, MAX_WARNED_NAMES).join(', ');
    const more = count > MAX_WARNED_NAMES ? ` and ${count - MAX_WARNED_NAMES} more` : '';
    const message = `${count} attachment(s) were left out, or in part: ${names}${more}.`;
    return [{ code: 'ATTACHMENT_LEFT_OUT', message, pages: [] }, ...this.#warnings];
  }

  async *#readOne({ filename, mediaType, bytes }: MailAttachment, name: string, limits: LoadLimits) {
    const head = bytes.subarray(0, HEAD_BYTES);
    const question = { head, tail: bytes, filename, declared: mediaType };
    const source = {
      mediaType: detectMediaType(question).mediaType,
      bytes: bytes.length,
      charset: null,
    };
    let isFirst = true;
    for await (const event of this.#load(bytes, source, limits)) {
      if (event.kind === 'end') {
        // Its pages are others here.
        for (const { code, message } of event.warnings)
          this.#warnings.push({ code, message: `${name}: ${message}`, pages: [] });
      }
      if (event.kind !== 'pages') continue;
      for (const page of event.pages) {
        yield placeInMessage(page, isFirst ? name : null);
        isFirst = false;
      }
    }
  }
}

/** As a page of the message: boxes tell places in a file that no caller has, so they are dropped. */
function placeInMessage(page: Page, name: string | null): Page {
  const prefix = name === null ? '' : `${name}\n\n`;
  const own = name === null ? [] : [{ start: 0, level: 1, title: name }];
  const headings = page.headings.map(({ start, level, title }) => ({
    start: start + prefix.length,
    level: level + 1,
    title,
  }));
  return {
    ...page,
    text: prefix + page.text,
    headings: [...own, ...headings],
    width: null,
    height: null,
    lines: [],
  };
}

function nameOf({ filename, mediaType }: MailAttachment, index: number): string {
  const name = toCanonicalText(filename ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return name === ''
    ? `attachment ${index + 1} (${mediaType})`
    : toCanonicalText(name.slice(0, MAX_NAME_CHARS));
}
