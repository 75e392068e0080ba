import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { type FieldError, ServiceError } from '../errors.ts';
import { WELL_FORMED_PATTERN } from './schemas/common.ts';

/** What Ajv says about one place. */
export interface SchemaFinding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

// One finding per request: with `allErrors` a small body of many faults costs a lot of memory.
const OPTIONS = {
  removeAdditional: false,
  allErrors: false,
  allowUnionTypes: true,
  useDefaults: true,
} as const;

const buildValidator = AjvCompiler();
const strict = buildValidator({}, { customOptions: { ...OPTIONS, coerceTypes: false } });
const coercing = buildValidator({}, { customOptions: { ...OPTIONS, coerceTypes: true } });

/** Types are coerced where HTTP has only text (query string, path); a JSON body says what it means. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (route) =>
  (route.httpPart === 'querystring' || route.httpPart === 'params' ? coercing : strict)(route);

/** A check for values that do not come as a route's body. Throws REQUEST_INVALID; paths are JSON pointers into the value. */
export function createCheck<Schema extends TSchema>(schema: Schema): (value: unknown) => Static<Schema> {
  const validate = strict({ schema });
  return (value) => {
    if (validate(value) === true) return value as Static<Schema>;
    throw refuseFindings((validate.errors ?? []) as readonly SchemaFinding[]);
  };
}

/** REQUEST_INVALID with the findings, also as one sentence. */
export function refuseFindings(findings: readonly SchemaFinding[]): ServiceError {
  const errors = toFieldErrors(findings);
  const detail = errors.map(({ path, message }) => `${path || 'The body'} ${message}`).join('; ');
  return new ServiceError('REQUEST_INVALID', detail, { errors });
}

/** Findings as the contract shows them: the path leads to the field itself, also where Ajv names its parent. */
function toFieldErrors(findings: readonly SchemaFinding[]): FieldError[] {
  return findings.map(({ keyword, instancePath, message, params }) => {
    if (keyword === 'additionalProperties') {
      return {
        path: `${instancePath}/${String(params.additionalProperty)}`,
        message: 'is not a known field',
      };
    }
    if (keyword === 'required') {
      return { path: `${instancePath}/${String(params.missingProperty)}`, message: 'is required' };
    }
    if (keyword === 'enum') {
      return { path: instancePath, message: `must be one of ${JSON.stringify(params.allowedValues)}` };
    }
    if (keyword === 'pattern' && params.pattern === WELL_FORMED_PATTERN) {
      return { path: instancePath, message: 'must not hold NUL or half of a surrogate pair' };
    }
    return { path: instancePath, message: message ?? 'is not valid' };
  });
}
