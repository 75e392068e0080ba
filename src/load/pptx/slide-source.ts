import type { LoadLimits } from '../../domain/load.ts';
import { readChart } from '../chart/read-chart.ts';
import { listRelationships, type Relationship } from '../ooxml/read-relationships.ts';
import { parseXml } from '../xml/xml-parser.ts';
import { unreadableArchive } from '../zip/archive-errors.ts';
import type { Archive } from '../zip/open-archive.ts';
import { PPTX_NAMESPACES } from './namespaces.ts';
import { readDiagram } from './read-diagram.ts';
import type { Shape } from './shape.ts';
import { SlideReader } from './slide-reader.ts';

/** A slide with the text of its charts and diagrams, in the order of the file. */
export interface Slide {
  readonly isHidden: boolean;
  readonly shapes: readonly Shape[];
  /** Canonical text of the speaker's notes, '' where there are none. */
  readonly notes: string;
}

/** Reads the slides of a package; layouts are kept for the next slide. */
export class SlideSource {
  readonly #archive: Archive;
  readonly #limits: LoadLimits;
  readonly #layouts = new Map<string, readonly Shape[]>();

  constructor(archive: Archive, limits: LoadLimits) {
    this.#archive = archive;
    this.#limits = limits;
  }

  /** Throws `IngestError` DOCUMENT_UNREADABLE and what reading a part throws. */
  async read(part: string): Promise<Slide> {
    const { root, isHidden, shapes } = await this.#parse(part);
    if (root !== 'p:sld') throw unreadableArchive(`${part} is not a slide`);
    if (isHidden) return { isHidden, shapes: [], notes: '' };
    const relationships = await listRelationships(this.#archive, part);
    const partOf = (type: string) => relationships.find((relationship) => relationship.type === type)?.part;
    const [layout, notes] = [partOf('slideLayout'), partOf('notesSlide')];
    if (layout !== undefined) placeByLayout(shapes, await this.#readLayout(layout));
    await this.#resolve(shapes, new Map(relationships.map((target) => [target.id, target])));
    return { isHidden, shapes, notes: notes === undefined ? '' : await this.#readNotes(notes) };
  }

  async #parse(part: string): Promise<SlideReader> {
    const reader = new SlideReader(this.#limits);
    await parseXml(this.#archive.read(part), PPTX_NAMESPACES, reader);
    return reader;
  }

  async #readLayout(part: string): Promise<readonly Shape[]> {
    const layout = this.#layouts.get(part) ?? (await this.#parse(part)).shapes;
    this.#layouts.set(part, layout);
    return layout;
  }

  async #readNotes(part: string): Promise<string> {
    const { shapes } = await this.#parse(part);
    const bodies = shapes.filter(({ placeholder, text }) => placeholder?.type === 'body' && text !== '');
    return bodies.map(({ text }) => text).join('\n\n');
  }

  async #resolve(shapes: readonly Shape[], targets: ReadonlyMap<string, Relationship>): Promise<void> {
    for (const shape of shapes) {
      const target = targets.get(shape.reference ?? '');
      if (target?.type === 'chart') shape.text = await readChart(this.#archive.read(target.part));
      if (target?.type === 'diagramData') shape.text = await readDiagram(this.#archive.read(target.part));
      await this.#resolve(shape.children, targets);
    }
  }
}

/** Placeholders without a place of their own stand where the layout has them. */
function placeByLayout(shapes: readonly Shape[], layout: readonly Shape[]): void {
  for (const shape of shapes) {
    const { place, placeholder } = shape;
    if (place !== null || placeholder === null) continue;
    const model =
      layout.find((other) => other.placeholder?.index === placeholder.index && placeholder.index) ??
      layout.find((other) => other.placeholder?.type === placeholder.type);
    shape.place = model?.place ?? null;
  }
}
