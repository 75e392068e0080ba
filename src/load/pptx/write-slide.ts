import { detectLanguage } from '../../text/detect-language.ts';
import { orderShapes } from './order-shapes.ts';
import type { Shape } from './shape.ts';
import type { Slide } from './slide-source.ts';

const TITLES = new Set(['title', 'ctrTitle']);
/** The same on every slide. */
const FURNITURE = new Set(['dt', 'ftr', 'sldNum', 'hdr']);

export interface WrittenSlide {
  /** On one line, '' where there is none; the text begins with it. */
  readonly title: string;
  readonly text: string;
}

/** A slide as text: its title, the shapes in reading order, the speaker's notes. */
export function writeSlide({ shapes, notes }: Slide): WrittenSlide {
  const visible = listVisible(shapes);
  const isTitle = ({ placeholder }: Shape) => placeholder !== null && TITLES.has(placeholder.type);
  const title = visible
    .filter(isTitle)
    .map(({ text }) => text.replace(/\s+/gu, ' '))
    .join(' ');
  const body = visible.filter((shape) => !isTitle(shape)).map(({ text }) => text);
  const parts = [title, ...body].filter((part) => part !== '');
  if (notes !== '') {
    const isKorean = detectLanguage([...parts, notes].join('\n')) === 'ko';
    parts.push(isKorean ? '(발표자 노트)' : '(Notes)', notes);
  }
  return { title, text: parts.join('\n\n') };
}

function listVisible(shapes: readonly Shape[]): Shape[] {
  const visible = shapes.filter(
    ({ isHidden, placeholder }) => !isHidden && !(placeholder && FURNITURE.has(placeholder.type)),
  );
  return orderShapes(visible)
    .flatMap((shape) => [shape, ...listVisible(shape.children)])
    .filter(({ text }) => text !== '');
}
