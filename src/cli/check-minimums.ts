import type { Minimums } from './parse-command.ts';
import type { MeasuresBody } from './service-types.ts';

export interface CheckedMinimum {
  readonly measure: string;
  readonly minimum: number;
  /** Null: it was not measured. */
  readonly value: number | null;
  readonly reached: boolean;
}

/** Each minimum against what was measured: the value itself counts, not its interval. */
export function checkMinimums(measures: MeasuresBody | null, minimums: Minimums): readonly CheckedMinimum[] {
  return Object.entries(minimums).map(([measure, minimum]) => {
    const value = measures?.[measure]?.value ?? null;
    return { measure, minimum, value, reached: value !== null && value >= minimum };
  });
}
