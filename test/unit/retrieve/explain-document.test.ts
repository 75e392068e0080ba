import { expect, test } from 'vitest';
import type { Hit } from '../../../src/domain/hit.ts';
import type { MatchCounts } from '../../../src/domain/search-ports.ts';
import { explainDocument } from '../../../src/retrieve/explain-document.ts';

const found: MatchCounts['document'] = {
  collectionId: 'searched',
  isPublished: true,
  status: 'published',
  isSelected: true,
  matchedChunks: 4,
  bestRank: 70,
};
const ranked = ['a', 'b', 'c'].map((id) => ({ document: { id } }) as Hit);
const explain = (document: MatchCounts['document'], id = 'gone') =>
  explainDocument(id, { collectionIds: ['searched'], ranked, topK: 2, found: document });

test.each([
  ['DOCUMENT_NOT_FOUND', null, null],
  ['NOT_PUBLISHED', { ...found, isPublished: false, status: 'loading' as const }, null],
  ['OTHER_COLLECTION', { ...found, collectionId: 'another' }, null],
  ['NOT_SELECTED', { ...found, isSelected: false }, null],
  ['NO_TERM_IN_COMMON', { ...found, matchedChunks: 0, bestRank: null }, null],
  ['BELOW_CANDIDATES', found, 70],
])('the first reason that holds: %s', (reason, document, rank) => {
  expect(explain(document)).toMatchObject({ id: 'gone', reason, rank });
});

test('a document that was ranked is found, or below topK, and its place is told', () => {
  expect(explain(found, 'b')).toMatchObject({ reason: 'FOUND', rank: 2, matchedChunks: 4 });
  expect(explain(found, 'c')).toMatchObject({
    reason: 'BELOW_TOP_K',
    rank: 3,
    message: 'Its best chunk comes at place 3: a topK of 3 shows it.',
  });
});
