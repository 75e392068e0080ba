import iconv from 'iconv-lite';

/** CMaps of PDF (ISO 32000-1, table 118) for the collection Adobe-Korea1, each with how it codes a text. */
const ENCODERS = {
  'KSCms-UHC-H': (text: string): Buffer => iconv.encode(text, 'cp949'),
  'UniKS-UCS2-H': encodeUtf16,
  'UniKS-UTF16-H': encodeUtf16,
};

export type KoreanCmap = keyof typeof ENCODERS;

/**
 * A PDF whose text is coded by a predefined Korean CMap, its font neither embedded nor with a ToUnicode table, as
 * Korean office programs printed for years: who has no table of the CMap reads nothing. A page a list of lines.
 */
export function makeCmapPdf(cmap: KoreanCmap, pages: readonly (readonly string[])[]): Buffer {
  const kids = pages.map((_, index) => `${6 + 2 * index} 0 R`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /HYSMyeongJo-Medium-${cmap} /Encoding /${cmap} /DescendantFonts [4 0 R] >>`,
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HYSMyeongJo-Medium /CIDSystemInfo << /Registry (Adobe) /Ordering (Korea1) /Supplement 1 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>',
    '<< /Type /FontDescriptor /FontName /HYSMyeongJo-Medium /Flags 6 /FontBBox [0 -148 1001 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 60 >>',
    ...pages.flatMap((lines, index) => {
      const content = writeContent(lines.map((line) => ENCODERS[cmap](line)));
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${7 + 2 * index} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  return writeFile(objects);
}

function encodeUtf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function writeContent(lines: readonly Buffer[]): string {
  const shown = lines.map((line) => `<${line.toString('hex')}> Tj T*`);
  return `BT /F1 14 Tf 24 TL 72 740 Td\n${shown.join('\n')}\nET`;
}

function writeFile(objects: readonly string[]): Buffer {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`;
  const start = file.lastIndexOf('xref\n');
  return Buffer.from(
    `${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
}
