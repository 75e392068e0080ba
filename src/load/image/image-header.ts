export interface ImageFrame {
  /** As stored; `orientation` (EXIF, 1 to 8) says how it is shown. */
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  /** Null where the file does not tell, or tells what no scanner has. */
  readonly dpi: number | null;
}

export const UPRIGHT = 1;
const INCHES_PER_METRE = 0.0254;
const CENTIMETRES_PER_INCH = 2.54;

export function dpiOfMetre(dotsPerMetre: number): number | null {
  return checkDpi(dotsPerMetre * INCHES_PER_METRE);
}

export function dpiOfCentimetre(dotsPerCentimetre: number): number | null {
  return checkDpi(dotsPerCentimetre * CENTIMETRES_PER_INCH);
}

export function checkDpi(dpi: number): number | null {
  return dpi >= 36 && dpi <= 2400 ? dpi : null;
}

export function checkOrientation(orientation: number): number {
  return orientation >= 1 && orientation <= 8 ? orientation : UPRIGHT;
}
