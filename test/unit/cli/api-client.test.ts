import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { createApiClient } from '../../../src/cli/api-client.ts';
import { FileUnreadable, ServiceProblem, ServiceUnreachable } from '../../../src/cli/cli-errors.ts';
import { encodeUpload } from '../../../src/cli/encode-upload.ts';
import { startServer } from './start-server.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

function createClient(url: string, retries: string[] = []) {
  return createApiClient({ url, key: 'secret', onRetry: (reason) => retries.push(reason) });
}

const busy = (response: ServerResponse, status: number) =>
  response
    .writeHead(status, { 'retry-after': '0', 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ code: 'OVERLOADED', detail: 'The service is stopping.' }));

it('tries again after 429, 503 and a broken connection, with the whole body each time', async () => {
  const path = join(await makeTemporaryFolder(), 'large.bin');
  const bytes = Buffer.alloc(2_000_000, 'footnote ');
  await writeFile(path, bytes);
  const url = await startServer(async (request, response, count) => {
    if (count === 3) return request.socket.destroy();
    const form = await new Response(await buffer(request), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    if (count < 5) return busy(response, count === 1 ? 429 : 503);
    const file = form.get('file') as File;
    const sha256 = createHash('sha256')
      .update(await file.bytes())
      .digest('hex');
    const { authorization } = request.headers;
    response.end(JSON.stringify({ name: file.name, sha256, authorization, id: form.get('externalId') }));
  });
  const retries: string[] = [];
  const stream = encodeUpload({ externalId: '가 #1/"나".md' }, path, '"나" #1.md');
  const answer = await createClient(url, retries).send('POST', '/documents', { stream });
  expect(answer).toEqual({
    name: '"나" #1.md',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    authorization: 'Bearer secret',
    id: '가 #1/"나".md',
  });
  expect(retries).toHaveLength(4);
  expect(retries[2]).toContain('does not answer');
});

it('throws any other problem as the service put it, and names what is none by its status', async () => {
  const problem = { code: 'MEDIA_TYPE_UNSUPPORTED', detail: 'The file is a PNG image.' };
  const url = await startServer((request, response) => {
    response.writeHead(request.url === '/proxy' ? 502 : 415);
    response.end(request.url === '/proxy' ? '<h1>Bad gateway</h1>' : JSON.stringify(problem));
  });
  const failing = createClient(url).send('POST', '/documents', { json: {} });
  await expect(failing).rejects.toThrow(new ServiceProblem(415, problem.code, problem.detail));
  await expect(createClient(url).send('GET', '/proxy')).rejects.toMatchObject({ code: 'HTTP_502' });
});

it('tells of a file that cannot be read while it is sent', async () => {
  const url = await startServer((request, response) => request.on('end', () => response.end('{}')).resume());
  const stream = encodeUpload({}, join(await makeTemporaryFolder(), 'gone.md'), 'gone.md');
  await expect(createClient(url).send('POST', '/documents', { stream })).rejects.toThrow(FileUnreadable);
});

it('ends the wait for another try when it is stopped', async () => {
  const url = await startServer((_request, response) =>
    response.writeHead(503, { 'retry-after': '60' }).end(),
  );
  const stop = new AbortController();
  const client = createApiClient({ url, key: undefined, onRetry: () => stop.abort() });
  await expect(client.send('GET', '/documents', { stop: stop.signal })).rejects.toThrow('aborted');
});

it('follows no redirect, which could carry the key elsewhere', async () => {
  const asked: string[] = [];
  const other = await startServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  const url = await startServer((_request, response) => response.writeHead(307, { location: other }).end());
  await expect(createClient(url).connect()).rejects.toThrow(ServiceUnreachable);
  expect(asked).toEqual([]);
});

it('has no patience with a service that is not there, or is another', async () => {
  const url = await startServer((_request, response) => response.writeHead(404).end());
  await expect(createClient(url).connect()).rejects.toThrow(ServiceUnreachable);
  // Nothing can listen on port 0.
  await expect(createClient('http://127.0.0.1:0').connect()).rejects.toThrow(ServiceUnreachable);
});
