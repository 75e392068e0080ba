import { expect, test } from 'vitest';
import { loadPdf } from '../../../src/load/load-pdf.ts';
import { type KoreanCmap, makeCmapPdf } from '../../support/make-cmap-pdf.ts';
import { collectLoad, WIDE_LIMITS } from './collect-load.ts';

const source = { mediaType: 'application/pdf', bytes: 0, charset: null } as const;
const LINES = [
  '컴파일러 매크로는 함수가 아닙니다.',
  '기술 용어의 뜻을 안내하기 위한 것입니다.',
  '똠방각하 펲시 漢字 ABC',
];

test.each<KoreanCmap>(['KSCms-UHC-H', 'UniKS-UCS2-H', 'UniKS-UTF16-H'])(
  '%s without an embedded font: words stay words, and lines have a height',
  async (cmap) => {
    const { pages, warnings } = await collectLoad(
      loadPdf(new Uint8Array(makeCmapPdf(cmap, [LINES])), source, WIDE_LIMITS),
    );
    expect(warnings).toEqual([]);
    expect(pages[0]?.text).toBe(LINES.join('\n'));
    expect(pages[0]?.lines.map(({ box }) => Math.round(box?.[3] ?? 0))).toEqual([14, 14, 14]);
  },
);
