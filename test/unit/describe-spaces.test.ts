import { expect, test } from 'vitest';
import { describeSpaces } from '../../src/describe-spaces.ts';

const space = (provider: string, model: string) => ({ provider, model, dimensions: 4 });
const BUILT_IN = space('built-in', 'hashed');
const OPENAI = space('openai', 'small');
const embedders: Record<string, object> = { hashed: {}, small: {} };
const embedderOf = ({ model }: { model: string }) => embedders[model] ?? null;

test('collections beside the configured embedder are named, others not', () => {
  const collections = [
    { name: 'new', embedding: null },
    { name: 'current', embedding: OPENAI },
    { name: 'default', embedding: BUILT_IN },
    { name: 'handbook', embedding: BUILT_IN },
    { name: 'gone', embedding: space('openai', 'large') },
  ];
  const notes = describeSpaces(collections, OPENAI, embedderOf);
  expect(notes).toEqual([
    expect.stringContaining('keep the built-in embedding: default, handbook.'),
    expect.stringContaining('gone (openai large)'),
  ]);
  expect(describeSpaces(collections.slice(0, 2), OPENAI, embedderOf)).toEqual([]);
});
