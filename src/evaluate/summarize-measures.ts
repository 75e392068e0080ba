import { type Estimate, MEASURES, type Measure, type QuestionMeasures } from '../domain/evaluation.ts';
import { bootstrapMean } from './bootstrap.ts';
import { estimateProportion } from './wilson.ts';

/** A value per measure, made of what the questions have of it; null where one of them has none. At least one question. */
export async function summarizeMeasures(
  questions: readonly QuestionMeasures[],
  estimate: (values: readonly number[]) => Promise<Estimate> = estimateMean,
): Promise<Record<Measure, Estimate | null>> {
  const summary: Partial<Record<Measure, Estimate | null>> = {};
  for (const measure of MEASURES) {
    const values = questions.flatMap((question) => question[measure] ?? []);
    summary[measure] = values.length < questions.length ? null : round(await estimate(values));
  }
  return summary as Record<Measure, Estimate | null>;
}

/** What is 0 or 1 of every question is a proportion; of the others the mean is bootstrapped. */
async function estimateMean(values: readonly number[]): Promise<Estimate> {
  const isProportion = values.every((value) => value === 0 || value === 1);
  if (!isProportion) return bootstrapMean(values);
  return estimateProportion(values.filter((value) => value === 1).length, values.length);
}

function round({ value, low, high }: Estimate): Estimate {
  const places = (number: number) => Math.round(number * 1e4) / 1e4;
  return { value: places(value), low: places(low), high: places(high) };
}
