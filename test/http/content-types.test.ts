import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { expectProblem, parseRaw, sendRaw } from '../support/http.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** A body that the schema refuses: wherever it is let through, validation was bypassed. */
const BAD_BODY = '{"query":1,"evil":true}';

async function search(contentType: string | null, body = BAD_BODY) {
  const header = contentType === null ? '' : `Content-Type:${contentType}\r\n`;
  const head = `POST /search HTTP/1.1\r\nHost: localhost\r\n${header}Content-Length: ${body.length}\r\n\r\n${body}`;
  return parseRaw(await sendRaw(app.port, [Buffer.from(head, 'latin1')]));
}

describe('odd content types', () => {
  it.each([
    'application/json garbage',
    'application/json\tgarbage',
    'application/json;garbage',
    'application/json; charset',
    'application/json; charset=',
    'application/json; charset=euc-kr',
    'application/json; charset=utf-16',
    'application/json, text/plain',
    'application/json; charset=utf-8; ',
    'application/json;;',
    'application/json; a="b',
    'application/json; a=b"c',
    'application/json\\',
    'application/json\xa0',
    '\xa0application/json',
    'application /json',
    'application/ json',
    'application//json',
    'application/json/x',
    'application',
    '/json',
    'application/',
    '/',
    '*/*',
    'application/*',
    'application/jsonx',
    'application/json+x',
    'application/problem+json',
    'xapplication/json',
    'text/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'undefined',
    '"application/json"',
    'application/json{',
    null,
  ])('%j is refused before any parser', async (contentType) => {
    expectProblem(await search(contentType), 'MEDIA_TYPE_UNSUPPORTED');
  });

  it.each([
    'application/json',
    ' \t application/json',
    'application/json  ',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json ; profile=x',
  ])('%j is JSON, and validated as such', async (contentType) => {
    expectProblem(await search(contentType), 'REQUEST_INVALID');
    expect((await search(contentType, '{"query":"a"}')).status).toBe(200);
  });
});
