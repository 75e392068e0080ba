import { zipFiles } from './make-docx.ts';
import { listPackageParts, type MadePart, OFFICE } from './make-package.ts';

const MAIN = 'http://schemas.openxmlformats.org/presentationml/2006/main';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml';
const NAMESPACES = `xmlns:p="${MAIN}" xmlns:a="${DRAWING}/main" xmlns:c="${DRAWING}/chart" xmlns:dgm="${DRAWING}/diagram" xmlns:r="${OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`;

export interface MadeSlide {
  /** Children of `p:spTree`. */
  readonly shapes: string;
  /** Children of the notes' `p:spTree`. */
  readonly notes?: string;
  readonly isHidden?: boolean;
  /** Children of `c:chartSpace`; `graphic('<c:chart r:id="chart"/>')` shows it. */
  readonly chart?: string;
  /** Children of `dgm:dataModel`; `graphic('<dgm:relIds r:dm="diagram"/>')` shows it. */
  readonly diagram?: string;
}

export interface PptxParts {
  readonly slides: readonly MadeSlide[];
  /** Indexes of slides in the order in which they are shown. */
  readonly order?: readonly number[];
  /** Children of the `p:spTree` of the layout that all slides have. */
  readonly layout?: string;
  readonly title?: string;
}

/** The parts of a presentation by name. */
export function listPptxParts(parts: PptxParts): Record<string, string> {
  const { slides, layout = '', order = slides.map((_, index) => index) } = parts;
  const entries: Record<string, MadePart> = {
    'ppt/layout.xml': { xml: tree('sldLayout', layout) },
  };
  for (const [index, slide] of slides.entries()) {
    const relationships: Record<string, [string, string]> = { layout: ['slideLayout', 'ppt/layout.xml'] };
    const add = (id: string, type: string, xml: string) => {
      entries[`ppt/${id}${index}.xml`] = { xml };
      relationships[id] = [type, `ppt/${id}${index}.xml`];
    };
    if (slide.notes !== undefined) add('notes', 'notesSlide', tree('notes', slide.notes));
    if (slide.chart !== undefined)
      add('chart', 'chart', `<c:chartSpace ${NAMESPACES}>${slide.chart}</c:chartSpace>`);
    if (slide.diagram !== undefined)
      add('diagram', 'diagramData', `<dgm:dataModel ${NAMESPACES}>${slide.diagram}</dgm:dataModel>`);
    const show = slide.isHidden ? ' show="0"' : '';
    entries[`ppt/slide${index}.xml`] = { xml: tree('sld', slide.shapes, show), relationships };
  }
  const list = order.map((index) => `<p:sldId id="${256 + index}" r:id="s${index}"/>`).join('');
  entries['ppt/presentation.xml'] = {
    xml: `<p:presentation ${NAMESPACES}><p:sldIdLst>${list}</p:sldIdLst></p:presentation>`,
    relationships: Object.fromEntries(
      slides.map((_, index) => [`s${index}`, ['slide', `ppt/slide${index}.xml`] as const]),
    ),
  };
  return listPackageParts('ppt/presentation.xml', TYPE, entries, parts.title);
}

/** A presentation made in memory. */
export function makePptx(parts: PptxParts): Uint8Array {
  return zipFiles(listPptxParts(parts));
}

export interface ShapeOptions {
  /** Attributes of `p:ph`. */
  readonly placeholder?: string;
  /** Left, top and height. */
  readonly at?: readonly [left: number, top: number, height?: number];
  readonly isHidden?: boolean;
}

/** A shape with paragraphs: texts, or whole `a:p` elements. */
export function shape(paragraphs: readonly string[] | string, options: ShapeOptions = {}): string {
  const { placeholder, at, isHidden = false } = options;
  const list = typeof paragraphs === 'string' ? [paragraphs] : paragraphs;
  const body = list.map((item) => (item.startsWith('<a:p>') ? item : paragraph(item))).join('');
  const ph = placeholder === undefined ? '' : `<p:ph ${placeholder}/>`;
  return `<p:sp><p:nvSpPr><p:cNvPr id="1" name="a"${isHidden ? ' hidden="1"' : ''}/><p:nvPr>${ph}</p:nvPr></p:nvSpPr><p:spPr>${at ? transform(at) : ''}</p:spPr><p:txBody>${body}</p:txBody></p:sp>`;
}

export function title(text: string): string {
  return shape(text, { placeholder: 'type="title"' });
}

/** `properties` is the whole `a:pPr`. */
export function paragraph(text: string, properties = ''): string {
  return `<a:p>${properties}<a:r><a:t>${text}</a:t></a:r></a:p>`;
}

export function group(shapes: string, at: readonly [number, number, number?]): string {
  return `<p:grpSp><p:nvGrpSpPr/><p:grpSpPr>${transform(at)}</p:grpSpPr>${shapes}</p:grpSp>`;
}

export function graphic(content: string, at: readonly [number, number, number?] = [0, 0]): string {
  const [left, top, height = 0] = at;
  return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="2" name="b"/></p:nvGraphicFramePr><p:xfrm><a:off x="${left}" y="${top}"/><a:ext cx="9" cy="${height}"/></p:xfrm><a:graphic><a:graphicData>${content}</a:graphicData></a:graphic></p:graphicFrame>`;
}

export function picture(description: string): string {
  return `<p:pic><p:nvPicPr><p:cNvPr id="3" name="그림 3" descr="${description}"/></p:nvPicPr><p:spPr/></p:pic>`;
}

export function table(rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) =>
    row.map((cell) => `<a:tc><a:txBody>${paragraph(cell)}</a:txBody></a:tc>`).join('');
  return `<a:tbl>${rows.map((row) => `<a:tr>${cells(row)}</a:tr>`).join('')}</a:tbl>`;
}

function transform([left, top, height = 0]: readonly [number, number, number?]): string {
  return `<a:xfrm><a:off x="${left}" y="${top}"/><a:ext cx="9" cy="${height}"/><a:chOff x="0" y="0"/><a:chExt cx="9" cy="9"/></a:xfrm>`;
}

function tree(root: string, shapes: string, attributes = ''): string {
  return `<p:${root} ${NAMESPACES}${attributes}><p:cSld><p:spTree><p:nvGrpSpPr/><p:grpSpPr/>${shapes}</p:spTree></p:cSld></p:${root}>`;
}
