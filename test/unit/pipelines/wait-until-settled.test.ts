import { expect, test } from 'vitest';
import type { Document } from '../../../src/domain/document.ts';
import { ServiceError } from '../../../src/errors.ts';
import { createDocumentsPipeline, type DocumentsServices } from '../../../src/pipelines/documents.ts';

const unavailable = () => new ServiceError('DATABASE_UNAVAILABLE', 'gone');

/** A store that gives back, or throws, one thing after the other. */
function pipelineOver(...answers: (Partial<Document> | ServiceError)[]) {
  let asked = 0;
  const documents = {
    get: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer instanceof ServiceError) throw answer;
      return answer;
    },
  };
  const pipeline = createDocumentsPipeline({ documents } as unknown as DocumentsServices);
  const context = { tenantId: 1, signal: new AbortController().signal };
  return {
    wait: (timeoutMs: number) => pipeline.waitUntilSettled(context, 'id', timeoutMs),
    asked: () => asked,
  };
}

test('a database that is away for a moment does not end the wait', async () => {
  const { wait, asked } = pipelineOver({ status: 'loading' }, unavailable(), unavailable(), {
    status: 'published',
  });
  expect(await wait(60_000)).toEqual({ status: 'published' });
  expect(asked()).toBe(4);
});

test('one that stays away does, when the time is over', async () => {
  await expect(pipelineOver(unavailable()).wait(250)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

test('another error ends it at once', async () => {
  const { wait, asked } = pipelineOver(new ServiceError('OVERLOADED', 'stop'));
  await expect(wait(60_000)).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(asked()).toBe(1);
});
