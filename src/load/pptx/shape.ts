/** Where a shape stands, in any unit; null where it has the place of its layout. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** What a layout has in store for a shape; `type` is `obj` where it does not say. */
export interface Placeholder {
  readonly type: string;
  readonly index: string | undefined;
}

/** A shape or a group of a slide. */
export interface Shape {
  place: Place | null;
  placeholder: Placeholder | null;
  isHidden: boolean;
  isPicture: boolean;
  /** What a person wrote of it, '' where nobody did. */
  alternativeText: string;
  /** Canonical, '' where there is none. */
  text: string;
  /** The relationship to the part that has the text of a chart or a diagram. */
  reference: string | null;
  /** In a group, placed by its own coordinates. */
  readonly children: Shape[];
}

export function createShape(): Shape {
  return {
    place: null,
    placeholder: null,
    isHidden: false,
    isPicture: false,
    alternativeText: '',
    text: '',
    reference: null,
    children: [],
  };
}
