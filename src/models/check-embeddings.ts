import { ServiceError } from '../errors.ts';

/**
 * The vectors of an embeddings reply in the order of the texts. Nothing of the reply is believed: the SDK passes on
 * whatever came. UPSTREAM_FAILED for a wrong count, order, dimension (null: any, but one) or value, and for zeros.
 */
export function checkEmbeddings(reply: unknown, count: number, dimensions: number | null): Float32Array[] {
  const data = fieldOf(reply, 'data');
  if (!Array.isArray(data)) throw refuse('no list of vectors');
  if (data.length !== count) throw refuse(`${data.length} vectors for ${count} texts`);
  const vectors = new Map<number, Float32Array>();
  let expected = dimensions;
  for (const [position, item] of data.entries()) {
    const index = fieldOf(item, 'index') ?? position;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= count)
      throw refuse('a vector for no text');
    if (vectors.has(index)) throw refuse('two vectors for one text');
    const vector = checkVector(fieldOf(item, 'embedding'), expected);
    expected = vector.length;
    vectors.set(index, vector);
  }
  return [...vectors].sort(([a], [b]) => a - b).map(([, vector]) => vector);
}

function checkVector(values: unknown, dimensions: number | null): Float32Array {
  if (!Array.isArray(values) || values.length === 0) throw refuse('something that is no vector');
  if (dimensions !== null && values.length !== dimensions)
    throw refuse(`${values.length} dimensions in place of ${dimensions}`);
  if (!values.every((value) => typeof value === 'number' && Number.isFinite(value)))
    throw refuse('a value that is not a finite number');
  const vector = Float32Array.from(values);
  // As a 32-bit float a double may become infinite, or zero.
  if (!vector.every(Number.isFinite)) throw refuse('a value too large for a vector');
  if (vector.every((value) => value === 0)) throw refuse('a vector of zeros');
  return vector;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function refuse(what: string): ServiceError {
  return new ServiceError('UPSTREAM_FAILED', `The embedding model gave back ${what}.`);
}
