import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { StreamedBody } from './api-client.ts';
import { FileUnreadable, reasonOf } from './cli-errors.ts';

const PIECE_BYTES = 256 * 1024;

/**
 * A multipart body (RFC 7578) of some fields and one file, read piece by piece as it is sent. Written here because
 * `fs.openAsBlob` with FormData ends the whole process (seen on Node 24.21) when the file changes while it is sent.
 * Reading throws FileUnreadable.
 */
export function encodeUpload(
  fields: Readonly<Record<string, string>>,
  path: string,
  filename: string,
): StreamedBody {
  const boundary = `footnote-${randomBytes(16).toString('hex')}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `${openPart(boundary, name)}\r\n\r\n${value}\r\n`,
  );
  const head = `${parts.join('')}${openPart(boundary, 'file')}; filename="${escapeName(filename)}"\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    async *open() {
      yield Buffer.from(head);
      try {
        yield* createReadStream(path, { highWaterMark: PIECE_BYTES });
      } catch (error) {
        throw new FileUnreadable(reasonOf(error));
      }
      yield Buffer.from(`\r\n--${boundary}--\r\n`);
    },
  };
}

function openPart(boundary: string, name: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
}

/** As browsers do. */
function escapeName(filename: string): string {
  return filename.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
