import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createApiClient } from '../../../src/cli/api-client.ts';
import { evaluateQuestions } from '../../../src/cli/evaluate-questions.ts';
import type { EvaluateCommand } from '../../../src/cli/parse-command.ts';
import { startServer } from './start-server.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

it('names the line of the file that the service does not take', async () => {
  const file = join(await makeTemporaryFolder(), 'q.jsonl');
  await writeFile(file, '{"question":"a","relevant":[]}\n\n{"question":"b"}\n');
  const detail = '/questions/1/relevant is required; /questions/0 is odd';
  const url = await startServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code: 'REQUEST_INVALID', detail }));
  });
  const client = createApiClient({ url, key: undefined, onRetry: () => {} });
  const command: EvaluateCommand = {
    name: 'evaluate',
    url,
    key: undefined,
    json: false,
    file,
    collection: 'default',
    topK: undefined,
    label: undefined,
    minimums: {},
    compareTo: undefined,
  };
  const reporter = { note: () => {} };
  const evaluating = evaluateQuestions(client, command, reporter, new AbortController().signal);
  await expect(evaluating).rejects.toMatchObject({
    status: 400,
    code: 'REQUEST_INVALID',
    message: 'Line 3 /relevant is required; Line 1 is odd',
  });
});
