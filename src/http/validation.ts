import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler } from 'fastify';
import type { Static, TObject, TSchema } from 'typebox';
import { type FieldError, ServiceError } from '../errors.ts';
import { WELL_FORMED_PATTERN } from './schemas/common.ts';

/** What Ajv says about one place. */
export interface SchemaFinding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

// One finding per request: with `allErrors` a small body of many faults costs a lot of memory. No coercion by Ajv: it
// takes `1e999` for the integer Infinity and then skips the maximum.
const compile = AjvCompiler()(
  {},
  { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false, allowUnionTypes: true } },
);

/** Where HTTP has only text (path, query string), numbers and booleans are read from it first; a JSON body says what it means. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  const validate = compile(route);
  if (route.httpPart !== 'querystring' && route.httpPart !== 'params') return validate;
  const { properties } = route.schema as TObject;
  const validateText = (data: Record<string, unknown>) => {
    for (const [name, schema] of Object.entries(properties)) data[name] = readText(data[name], schema);
    const isValid = validate(data) === true;
    // Fastify looks for the findings on the function it called.
    Object.assign(validateText, { errors: validate.errors });
    return isValid;
  };
  return validateText;
};

function readText(value: unknown, schema: TSchema): unknown {
  const { type, default: byDefault } = schema as { type?: unknown; default?: unknown };
  if (value === undefined) return byDefault;
  if (typeof value !== 'string') return value;
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
}

/** A check for values that do not come as a route's body. Throws REQUEST_INVALID; paths are JSON pointers into the value. */
export function createCheck<Schema extends TSchema>(schema: Schema): (value: unknown) => Static<Schema> {
  const validate = compile({ schema });
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
