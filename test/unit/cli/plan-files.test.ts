import { describe, expect, it } from 'vitest';
import { findOrphans, planFile, selectFiles } from '../../../src/cli/plan-files.ts';
import { buildDocument } from './build-document.ts';

const FILE = { bytes: 100 };
const MAKING = { status: 'loading', publishedVersion: null };

describe('planFile', () => {
  it.each([
    ['a file that is new', undefined, null, 'upload'],
    ['one of the same size', {}, null, 'compare'],
    ['the same bytes', {}, 'aa', 'unchanged'],
    ['other bytes of the same size', {}, 'bb', 'upload'],
    ['another size, without a hash', { bytes: 99 }, null, 'upload'],
    [
      'one that failed, although the bytes are the same',
      { status: 'failed', publishedVersion: null },
      'aa',
      'upload',
    ],
    ['a newer version that failed', { status: 'failed', version: 2 }, 'aa', 'upload'],
    ['the same bytes, being made', MAKING, 'aa', 'wait'],
    ['other bytes than are being made', MAKING, 'bb', 'upload'],
    [
      'a newer version being made, of which the hash is not told',
      { status: 'queued', version: 2 },
      'aa',
      'upload',
    ],
  ] as const)('%s', (_what, changes, sha256, plan) => {
    const known = changes === undefined ? undefined : buildDocument(changes);
    expect(planFile(FILE, known, sha256)).toBe(plan);
  });
});

describe('selectFiles', () => {
  const names = ['a.pdf', 'sub/b.pdf', 'sub/깊은/c d#1.pdf', 'sub/e.md', '한글.md'];
  const select = (...globs: string[]) =>
    selectFiles(
      names.map((externalId) => ({ externalId })),
      globs,
    ).map(({ externalId }) => externalId);

  it.each([
    [[], names],
    [['*.pdf'], ['a.pdf', 'sub/b.pdf', 'sub/깊은/c d#1.pdf']],
    [['sub/*.pdf'], ['sub/b.pdf']],
    [['sub/**'], ['sub/b.pdf', 'sub/깊은/c d#1.pdf', 'sub/e.md']],
    [
      ['한*.md', 'a.*'],
      ['a.pdf', '한글.md'],
    ],
    [['*.docx'], []],
  ])('%j', (globs, expected) => expect(select(...globs)).toEqual(expected));
});

describe('findOrphans', () => {
  it('finds documents whose file is gone, by names in either spelling, and leaves alone what has no externalId', () => {
    const documents = ['가.md'.normalize('NFD'), 'gone.md', null].map((externalId) =>
      buildDocument({ externalId }),
    );
    const orphans = findOrphans(documents, [{ externalId: '가.md' }]);
    expect(orphans.map(({ externalId }) => externalId)).toEqual(['gone.md']);
  });
});
