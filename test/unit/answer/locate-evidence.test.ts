import { expect, test } from 'vitest';
import { locateEvidence } from '../../../src/answer/locate-evidence.ts';
import { buildTextHit } from './build-hits.ts';

const TEXT =
  'The museum was founded in 1901. Adults pay 12 euros at the gate.\nChildren pay 5 euros at the gate. Dogs stay outside.';
const hits = [buildTextHit('Nothing here.'), buildTextHit(TEXT)];
const locate = (statement: string, position = 1) => {
  const { evidence, share } = locateEvidence(statement, hits, position, 'en');
  return { quotes: evidence.map(({ hit, start, end }) => hits[hit]?.text.slice(start, end)), share };
};

test('the sentence itself', () => {
  expect(locate('Adults pay 12 euros at the gate.')).toEqual({
    quotes: ['Adults pay 12 euros at the gate.'],
    share: 1,
  });
});

test('of sentences alike the one with the number', () => {
  expect(locate('At the gate it is 5 euros to pay.').quotes).toEqual(['Children pay 5 euros at the gate.']);
});

test('several sentences, in reading order, where one does not say it all', () => {
  expect(locate('Dogs stay outside of the museum, founded in 1901.').quotes).toEqual([
    'The museum was founded in 1901.',
    'Dogs stay outside.',
  ]);
});

test('nothing where nothing stands, and none for a hit that is not there', () => {
  expect(locate('Trains run hourly.')).toEqual({ quotes: [], share: 0 });
  expect(locate('Adults pay 12 euros.', 0).quotes).toEqual([]);
  for (const position of [-1, 2, Number.NaN])
    expect(locate('Adults pay 12 euros.', position).quotes).toEqual([]);
  expect(locate('…').quotes).toEqual([]);
});
