import { describe, expect, test } from 'vitest';
import { decideIdentity, decideReplacement, type KnownDocument } from '../../../src/domain/identity.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

function known(
  documentId: string,
  sha256: string,
  state: 'published' | 'failed' | 'inProgress' = 'published',
): KnownDocument {
  return { documentId, newest: { sha256, failed: state === 'failed', inProgress: state === 'inProgress' } };
}

describe('decideIdentity without an externalId', () => {
  const decide = (bySha256: KnownDocument | null, bySource: KnownDocument | null = null) =>
    decideIdentity({ sha256: A, externalId: null, byExternalId: null, bySource, bySha256 });

  test('unknown bytes make a document', () => {
    expect(decide(null)).toEqual({ kind: 'new-document' });
  });

  test('the bytes of a newest version find their document', () => {
    expect(decide(known('one', A))).toEqual({ kind: 'unchanged', documentId: 'one' });
  });

  test('also while that version is being made', () => {
    expect(decide(known('one', A, 'inProgress'))).toEqual({ kind: 'unchanged', documentId: 'one' });
  });

  test('the bytes of a failed version are tried again', () => {
    expect(decide(known('one', A, 'failed'))).toEqual({ kind: 'retry', documentId: 'one' });
  });

  test('the URL goes before the bytes', () => {
    expect(decide(null, known('one', B))).toEqual({ kind: 'new-version', documentId: 'one' });
    expect(decide(known('other', A), known('one', B))).toEqual({ kind: 'new-version', documentId: 'one' });
    expect(decide(known('other', A), known('one', A))).toEqual({ kind: 'unchanged', documentId: 'one' });
    expect(decide(null, known('one', A, 'failed'))).toEqual({ kind: 'retry', documentId: 'one' });
  });
});

describe('decideIdentity with an externalId', () => {
  const decide = (byExternalId: KnownDocument | null, bySha256: KnownDocument | null = null) =>
    decideIdentity({ sha256: A, externalId: 'key', byExternalId, bySource: known('third', A), bySha256 });

  test('a new id makes a document', () => {
    expect(decide(null)).toEqual({ kind: 'new-document' });
  });

  test.each(['published', 'failed', 'inProgress'] as const)(
    'a new id makes a document although another has these bytes (%s)',
    (state) => {
      expect(decide(null, known('other', A, state))).toEqual({ kind: 'new-document' });
    },
  );

  test.each(['published', 'failed', 'inProgress'] as const)(
    'other bytes than the newest make a version, whatever became of that (%s)',
    (state) => {
      expect(decide(known('one', B, state))).toEqual({ kind: 'new-version', documentId: 'one' });
    },
  );

  test('the id decides, not a document that has these bytes', () => {
    expect(decide(known('one', B), known('other', A))).toEqual({ kind: 'new-version', documentId: 'one' });
    expect(decide(known('one', A), known('other', A))).toEqual({ kind: 'unchanged', documentId: 'one' });
  });

  test('the same bytes change nothing', () => {
    expect(decide(known('one', A))).toEqual({ kind: 'unchanged', documentId: 'one' });
    expect(decide(known('one', A, 'inProgress'))).toEqual({ kind: 'unchanged', documentId: 'one' });
  });

  test('the same bytes after a failure are tried again', () => {
    expect(decide(known('one', A, 'failed'))).toEqual({ kind: 'retry', documentId: 'one' });
  });

  test('an empty id is an id', () => {
    const other = known('other', A);
    const question = { sha256: A, externalId: '', byExternalId: null, bySource: other, bySha256: other };
    expect(decideIdentity(question)).toEqual({ kind: 'new-document' });
  });
});

test('A, B, A makes three versions: only the newest is compared', () => {
  const decisions = [B, A].map((sha256, index) =>
    decideIdentity({
      sha256,
      externalId: 'key',
      byExternalId: known('one', index === 0 ? A : B),
      bySource: null,
      bySha256: null,
    }),
  );
  expect(decisions.map(({ kind }) => kind)).toEqual(['new-version', 'new-version']);
});

test.each<[string, KnownDocument, string]>([
  ['other bytes', known('one', B), 'new-version'],
  ['other bytes after a failure', known('one', B, 'failed'), 'new-version'],
  ['the same bytes', known('one', A), 'unchanged'],
  ['the same bytes in progress', known('one', A, 'inProgress'), 'unchanged'],
  ['the same bytes after a failure', known('one', A, 'failed'), 'retry'],
])('decideReplacement with %s', (_what, document, kind) => {
  expect(decideReplacement(document, A)).toEqual({ kind, documentId: 'one' });
});
