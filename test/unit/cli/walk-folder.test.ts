import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/cli-errors.ts';
import { walkFolder } from '../../../src/cli/walk-folder.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

async function write(root: string, path: string, text = 'text'): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

it('finds files at any depth in the order of their names, and neither hidden ones nor node_modules', async () => {
  const root = await makeTemporaryFolder();
  for (const path of [
    'b c#1.md',
    'a/z.md',
    'a/deep/er/y.md',
    '.git/x',
    'a/.hidden.md',
    'a/node_modules/p/x.md',
  ])
    await write(root, path, path);
  const { files, problems } = await walkFolder(root);
  expect(files.map(({ externalId, bytes }) => [externalId, bytes])).toEqual([
    ['a/deep/er/y.md', 14],
    ['a/z.md', 6],
    ['b c#1.md', 8],
  ]);
  expect(files[0]?.path).toBe(join(root, 'a/deep/er/y.md'));
  expect(problems).toEqual([]);
});

it('names files by NFC and reads them by the spelling on the disk; of two spellings of one name the second is told', async () => {
  const root = await makeTemporaryFolder();
  const nfd = '규정/휴가 안내.md'.normalize('NFD');
  await write(root, nfd);
  expect(await walkFolder(root)).toMatchObject({
    files: [{ externalId: '규정/휴가 안내.md', path: join(root, nfd) }],
  });
  await write(root, '규정/휴가 안내.md');
  const { files, problems } = await walkFolder(root);
  expect(files.map(({ externalId }) => externalId)).toEqual(['규정/휴가 안내.md']);
  expect(problems).toMatchObject([{ externalId: '규정/휴가 안내.md', code: 'PATH_AMBIGUOUS' }]);
});

it('follows links to files, names links to folders without following them, and tells of links to nothing', async () => {
  const root = await makeTemporaryFolder();
  await write(root, 'a.md');
  await symlink('.', join(root, 'loop'));
  await symlink('a.md', join(root, 'b.md'));
  await symlink('nowhere', join(root, 'c.md'));
  const { files, problems, skippedLinks } = await walkFolder(root);
  expect(files.map(({ externalId }) => externalId)).toEqual(['a.md', 'b.md']);
  expect(problems).toMatchObject([{ externalId: 'c.md', code: 'FILE_UNREADABLE' }]);
  expect(skippedLinks).toEqual(['loop']);
});

it('tells of paths longer than an externalId can be, counted in characters', async () => {
  const root = await makeTemporaryFolder();
  const folder = `${'가'.repeat(80)}/`.repeat(6);
  await write(root, `${folder}${'나'.repeat(23)}.md`);
  await write(root, `${folder}${'다'.repeat(24)}.md`);
  const { files, problems } = await walkFolder(root);
  expect(files.map(({ externalId }) => externalId.length)).toEqual([512]);
  expect(problems).toMatchObject([{ code: 'PATH_TOO_LONG', message: expect.stringContaining('513') }]);
});

it('refuses a folder that is not there, or is a file', async () => {
  const root = await makeTemporaryFolder();
  await write(root, 'a.md');
  await expect(walkFolder(join(root, 'gone'))).rejects.toThrow(UsageError);
  await expect(walkFolder(join(root, 'a.md'))).rejects.toThrow(UsageError);
});
