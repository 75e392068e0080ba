import { deflateSync } from 'node:zlib';

/** One page whose content stream is `content`, packed by Flate `times` times; `unused` is a stream that nothing refers to. */
export function makeRawPdf(content: Buffer, times: number, unused?: Buffer): Uint8Array {
  let stream = content;
  for (let round = 0; round < times; round += 1) stream = deflateSync(stream, { level: 9 });
  const filters = Array.from({ length: times }, () => '/FlateDecode').join(' ');
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    Buffer.concat([
      Buffer.from(`<< /Length ${stream.length} /Filter [${filters}] >>\nstream\n`),
      stream,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  ];
  if (unused !== undefined)
    objects.push(
      Buffer.concat([
        Buffer.from(`<< /Length ${unused.length} >>\nstream\n`),
        unused,
        Buffer.from('\nendstream'),
      ]),
    );
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let size = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    offsets.push(size);
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(part);
    size += part.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** One page that says `harbour`, and `megabytes` that say nothing. */
export function makeHeavyPdf(megabytes: number): Uint8Array {
  const content = Buffer.from('BT /F1 12 Tf 72 700 Td (harbour) Tj ET');
  return makeRawPdf(content, 0, Buffer.alloc(megabytes * 1_000_000, 'x'));
}

/** A few kilobytes that unfold to `megabytes` of blanks. */
export function makeBombPdf(megabytes: number): Uint8Array {
  return makeRawPdf(Buffer.alloc(megabytes * 2 ** 20, ' '), 2);
}

/** One page of very many words, each at a place of its own; the engine needs about a second for 100,000. */
export function makeSlowPdf(words: number): Uint8Array {
  const place = (word: number): string => `${(word * 37) % 500} ${(word * 11) % 800}`;
  const draw = (_: unknown, word: number): string => `BT /F1 10 Tf ${place(word)} Td (harbour) Tj ET\n`;
  return makeRawPdf(Buffer.from(Array.from({ length: words }, draw).join('')), 1);
}
