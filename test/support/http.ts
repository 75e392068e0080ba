import { connect } from 'node:net';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { ERROR_TABLE, type ErrorCode } from '../../src/errors.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Fails unless the answer is a complete problem with this code and its status. */
export function expectProblem(answer: Answer, code: ErrorCode): void {
  expect(answer.body).toMatchObject({ code, status: ERROR_TABLE[code][0], title: ERROR_TABLE[code][1] });
  expect(answer.status).toBe(ERROR_TABLE[code][0]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const body = answer.body as Record<string, unknown>;
  expect(body.type).toBe(`urn:footnote:error:${code.toLowerCase().replaceAll('_', '-')}`);
  expect(body.detail).toEqual(expect.stringMatching(/\S/));
  expect(body.requestId).toBe(answer.headers.get('x-request-id'));
  expect(body.errors).toBeInstanceOf(Array);
  expect(JSON.stringify(body)).not.toMatch(
    /node_modules|\bat .*\.(ts|js):\d|SQLSTATE|\bselect\b.*\bfrom\b|insert into/i,
  );
}

/** fetch, with the body parsed when it is JSON. */
export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  return read(await fetch(url, init));
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export function json(method: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** Writes raw bytes to a socket and reads until the other side is silent: the whole answer, as text. */
export async function sendRaw(
  port: number,
  pieces: readonly (string | Buffer)[],
  end = false,
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const finish = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString());
    };
    socket.on('connect', () => {
      for (const piece of pieces) socket.write(piece);
      if (end) socket.end();
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (isComplete(Buffer.concat(chunks))) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
  });
}

function isComplete(bytes: Buffer): boolean {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const length = /content-length: (\d+)/i.exec(bytes.subarray(0, headEnd).toString())?.[1];
  return length !== undefined && bytes.length >= headEnd + 4 + Number(length);
}

/** A raw HTTP answer as the other helpers give theirs. */
export function parseRaw(raw: string): Answer {
  const headEnd = raw.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = raw.slice(0, headEnd).split('\r\n');
  const headers = new Headers(lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
  const body = raw.slice(headEnd + 4);
  const isJson = /json/.test(headers.get('content-type') ?? '');
  return { status: Number(statusLine.split(' ')[1]), headers, body: isJson ? JSON.parse(body) : body };
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operation: {
    readonly operationId: string;
    readonly security?: readonly unknown[];
    readonly parameters?: readonly {
      readonly name: string;
      readonly in: string;
      readonly schema: Record<string, unknown>;
    }[];
    readonly requestBody?: {
      readonly required?: boolean;
      readonly content: Record<string, { readonly schema: Record<string, unknown> }>;
    };
    readonly responses: Record<
      string,
      { readonly content?: Record<string, { readonly schema: Record<string, unknown> }> }
    >;
  };
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation['operation']>>;
  readonly components: { readonly schemas: Record<string, object> };
}

export function listOperations(openapi: OpenApi): Operation[] {
  return Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** A check of answers against the app's own OpenAPI document; fails on an undocumented status or a body of another shape. */
export async function createConformance(app: FastifyInstance) {
  await app.ready();
  const openapi = app.swagger() as unknown as OpenApi;
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'openapi', components: openapi.components });
  const operations = new Map(listOperations(openapi).map((entry) => [entry.operation.operationId, entry]));
  return (operationId: string, answer: Answer): void => {
    const responses = operations.get(operationId)?.operation.responses;
    const content = responses?.[answer.status]?.content;
    expect(content, `${operationId} does not document ${answer.status}`).toBeDefined();
    const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const schema = content?.[mediaType]?.schema ?? content?.['*/*']?.schema;
    expect(schema, `${operationId} ${answer.status} does not document ${mediaType}`).toBeDefined();
    if (schema === undefined || content?.['*/*'] !== undefined) return;
    const resolved = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"openapi#/components'));
    const validate = ajv.compile(resolved);
    expect(validate(answer.body) ? [] : validate.errors).toEqual([]);
  };
}
