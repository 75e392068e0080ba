import type { LoadEvent, LoadLimits, LoadSource } from '../domain/load.ts';
import type { Page } from '../domain/page.ts';
import { unreadableHangul } from './hangul/hangul-errors.ts';
import { LayoutBreaks } from './hangul/layout-breaks.ts';
import { PageWriter } from './hangul/page-writer.ts';
import { decipherDistribution } from './hwp/decipher-distribution.ts';
import { HwpParagraphs } from './hwp/hwp-paragraphs.ts';
import { TAG } from './hwp/hwp-tags.ts';
import { type ExpandedCounter, inflateStream } from './hwp/inflate-stream.ts';
import { type OleFile, openOle } from './hwp/open-ole.ts';
import { DocInfoReader } from './hwp/read-doc-info.ts';
import { readFileHeader } from './hwp/read-file-header.ts';
import { countBreaksBefore } from './hwp/read-layout.ts';
import { readSummaryTitle } from './hwp/read-summary-title.ts';
import { type HwpRecord, RecordSplitter } from './hwp/record-splitter.ts';
import { type RecordNode, RecordTree } from './hwp/record-tree.ts';
import { countAgainstLimits } from './load-limits.ts';

const LOADER = 'hwp 1';

/**
 * Hangul documents of version 5 (.hwp), by the specification that Hancom publishes (한글 문서 파일 형식 5.0, revision
 * 1.3: "본 제품은 한글과컴퓨터의 한글 문서 파일(.hwp) 공개 문서를 참고하여 개발하였습니다."). What a reader sees, page by
 * page as Hangul last laid it out. Headers, footers, hidden comments and memos are left out; notes come
 * after the paragraph that refers to them.
 *
 * Throws `IngestError` DOCUMENT_UNREADABLE, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_COMPLEX and those of the limits.
 */
export async function* loadHwp(
  bytes: Uint8Array,
  _source: LoadSource,
  limits: LoadLimits,
): AsyncGenerator<LoadEvent> {
  const file = openOle(bytes);
  const header = readFileHeader(file);
  const expanded: ExpandedCounter = { bytes: 0, maxBytes: limits.maxExpandedBytes };
  const docInfo = new DocInfoReader();
  for await (const records of readRecords(file.read('DocInfo'), header.isCompressed, expanded))
    for (const record of records) docInfo.add(record);

  yield { kind: 'head', head: { loader: LOADER, pageCount: null, title: readSummaryTitle(file) } };
  const paragraphs = new HwpParagraphs(docInfo.styles);
  const writer = new PageWriter(limits);
  const breaks = new LayoutBreaks();
  const counter = countAgainstLimits(limits);
  function* hand(pages: Page[]): Generator<LoadEvent> {
    for (const page of pages) counter.addPage(page);
    if (pages.length > 0) yield { kind: 'pages', pages };
  }
  for (const path of listSections(file, header.isDistribution ? 'ViewText' : 'BodyText')) {
    const stream = file.read(path);
    const section = header.isDistribution ? decipherDistribution(stream) : stream;
    breaks.beginSection();
    for await (const paragraph of readTrees(readRecords(section, header.isCompressed, expanded))) {
      if (paragraph.tag !== TAG.paraHeader) continue;
      for (let left = countBreaksBefore(paragraph, breaks); left > 0; left -= 1) writer.breakPage();
      writer.addBlocks(paragraphs.read(paragraph));
      yield* hand(writer.takePages());
    }
  }
  yield* hand(writer.finish());
  counter.checkHasText();
  yield { kind: 'end', warnings: [] };
}

/** `Section0`, `Section1` and so on in their order. */
function listSections(file: OleFile, storage: string): string[] {
  const sections = file.paths.flatMap((path) => {
    const [, number] = new RegExp(`^${storage}/Section(\\d{1,5})$`).exec(path) ?? [];
    return number === undefined ? [] : [{ path, number: Number(number) }];
  });
  if (sections.length === 0) throw unreadableHangul('it has no text sections');
  return sections.sort((a, b) => a.number - b.number).map(({ path }) => path);
}

async function* readRecords(
  stream: Buffer,
  isCompressed: boolean,
  expanded: ExpandedCounter,
): AsyncGenerator<readonly HwpRecord[]> {
  const splitter = new RecordSplitter();
  for await (const piece of inflateStream(stream, isCompressed, expanded)) yield splitter.write(piece);
  splitter.end();
}

async function* readTrees(batches: AsyncIterable<readonly HwpRecord[]>): AsyncGenerator<RecordNode> {
  const tree = new RecordTree();
  for await (const records of batches) {
    for (const record of records) {
      const complete = tree.add(record);
      if (complete) yield complete;
    }
  }
  const last = tree.finish();
  if (last) yield last;
}
