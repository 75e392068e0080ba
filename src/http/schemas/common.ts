import { Type } from 'typebox';
import type { Language, Metadata } from '../../domain/document.ts';

/** No NUL and no lone surrogate: Postgres cannot store them, and no caller means them. Ajv compiles patterns with `u`. */
export const WELL_FORMED_PATTERN = '^[^\\u0000\\ud800-\\udfff]*$';

export interface TextOptions {
  readonly description?: string;
  readonly minLength?: number;
}

export const text = (maxLength: number, options: TextOptions = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: WELL_FORMED_PATTERN, ...options });

export const nullableText = (maxLength: number, options: TextOptions = {}) =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    minLength: 1,
    maxLength,
    pattern: WELL_FORMED_PATTERN,
    ...options,
  });

/** One of some words. `enum`, not `anyOf` of constants: its message lists the words. */
export const oneOf = <const Word extends string>(words: readonly Word[], description?: string) =>
  Type.Unsafe<Word>({ type: 'string', enum: words, ...(description === undefined ? {} : { description }) });

/** A schema, or null where there is nothing. */
export const orNull = (schema: object) => Type.Unsafe<unknown>({ anyOf: [schema, { type: 'null' }] });

export const nullable = (type: 'string' | 'integer' | 'number', extra: object = {}) =>
  Type.Unsafe<unknown>({ type: [type, 'null'], ...extra });

/** A shared schema by its `$id`; see `plugins/openapi.ts`. */
export const refTo = (id: string) => Type.Unsafe<unknown>({ $ref: `${id}#` });

export const Uuid = (description: string) => Type.String({ format: 'uuid', maxLength: 36, description });

export const DateTime = Type.String({ format: 'date-time', description: 'RFC 3339, UTC' });

export const NullableDateTime = nullable('string', { format: 'date-time' });

export const LanguageName = Type.Unsafe<Language>({ type: 'string', enum: ['auto', 'ko', 'en'] });

/** `patternProperties` of TypeBox's Record would be noise: any object. */
export const JsonObject = (description: string) =>
  Type.Unsafe<Metadata>({ type: 'object', additionalProperties: true, description });

export const MetadataObject = JsonObject('Arbitrary JSON: at most 64 KiB, 20 levels.');

/** A query string with nothing in it: unknown parameters are refused on every route. */
export const NoQuery = Type.Object({}, { additionalProperties: false });

export const VersionNumber = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'Default: the published version.',
});

export const PageLimit = Type.Integer({ minimum: 1, maximum: 100, default: 20 });

export const Cursor = text(1024, { description: '`nextCursor` of the page before.' });

export const Warnings = Type.Array(
  Type.Object(
    { code: Type.String(), message: Type.String() },
    { description: 'Nothing that stops the work.' },
  ),
);

/** An object of a response: every field is always there. */
export const record = (properties: Record<string, object>, description?: string) =>
  Type.Unsafe<unknown>({
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties,
    required: Object.keys(properties),
  });
