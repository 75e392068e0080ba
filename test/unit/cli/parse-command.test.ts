import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/cli-errors.ts';
import { parseCommand } from '../../../src/cli/parse-command.ts';

const parse = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => parseCommand(args, env, '/home/kim');

describe('parseCommand', () => {
  it('fills in what ingest leaves open', () => {
    expect(parse(['ingest', './안내서 #1'])).toEqual({
      name: 'ingest',
      folder: '/home/kim/안내서 #1',
      collection: 'default',
      create: false,
      charset: undefined,
      include: [],
      concurrency: 4,
      prune: false,
      yes: false,
      url: 'http://127.0.0.1:3000',
      key: undefined,
      json: false,
    });
  });

  it('reads everything ingest takes, options before and after the folder', () => {
    const args =
      '--collection handbook /srv/docs --url https://rag.example.com/api/ --key k1 --concurrency 8';
    const flags = [
      '--include',
      '*.pdf',
      '--include',
      '한글*.md'.normalize('NFD'),
      '--create',
      '--prune',
      '--charset',
      'euc-kr',
    ];
    expect(parse(['ingest', ...args.split(' '), ...flags, '--yes', '--json'])).toEqual({
      name: 'ingest',
      folder: '/srv/docs',
      collection: 'handbook',
      create: true,
      charset: 'euc-kr',
      include: ['*.pdf', '한글*.md'],
      concurrency: 8,
      prune: true,
      yes: true,
      url: 'https://rag.example.com/api',
      key: 'k1',
      json: true,
    });
  });

  it('takes the key from the environment, and the option before it', () => {
    const env = { FOOTNOTE_API_KEY: 'from the environment' };
    expect(parse(['status'], env)).toMatchObject({ key: 'from the environment', collection: undefined });
    expect(parse(['status', '--key', 'given'], env)).toMatchObject({ key: 'given' });
    expect(parse(['status'], { FOOTNOTE_API_KEY: '' })).toMatchObject({ key: undefined });
  });

  it('lets a question go to several collections, or to all', () => {
    const both = parse(['ask', 'When?', '--collection', 'a', '--collection', 'b']);
    expect(both).toMatchObject({ name: 'ask', question: 'When?', collections: ['a', 'b'] });
    expect(parse(['ask', 'When?'])).toMatchObject({ collections: [] });
  });

  it('reads what an evaluation must come to', () => {
    const options =
      '--collection handbook --top-k 20 --name v2 --min-ndcg .8 --min-hit1 0.75 --compare-to 01a2';
    expect(parse(['evaluate', '질문.jsonl', ...options.split(' ')])).toEqual({
      name: 'evaluate',
      file: '/home/kim/질문.jsonl',
      collection: 'handbook',
      topK: 20,
      label: 'v2',
      minimums: { ndcg10: 0.8, hit1: 0.75 },
      compareTo: '01a2',
      url: 'http://127.0.0.1:3000',
      key: undefined,
      json: false,
    });
    expect(parse(['evaluate', 'q.jsonl'])).toMatchObject({
      collection: 'default',
      topK: undefined,
      minimums: {},
      compareTo: undefined,
    });
  });

  it.each([
    [[]],
    [['--help']],
    [['-h']],
    [['help']],
    [['ingest', '--help']],
    [['ask', '-h']],
    [['status', '-h']],
  ])('shows the manual for %j', (args) => expect(parse(args)).toEqual({ name: 'help' }));

  it.each([
    [['bogus'], 'no command "bogus"'],
    [['ingest'], 'one folder'],
    [['ingest', 'a', 'b'], 'one folder'],
    [['ingest', 'a', '--yes'], '--prune'],
    [['ingest', 'a', '--recursive'], '--recursive'],
    [['ingest', 'a', '--concurrency', '0'], '1 to 32'],
    [['ingest', 'a', '--concurrency', '33'], '1 to 32'],
    [['ingest', 'a', '--concurrency', '1.5'], '1 to 32'],
    [['ingest', 'a', '--collection'], '--collection'],
    [['ask'], 'one question'],
    [['ask', ' '], 'one question'],
    [['ask', 'two', 'words'], 'quotes'],
    [['ask', 'a', '--prune'], '--prune'],
    [['evaluate'], 'one file'],
    [['evaluate', 'a', '--top-k', '0'], '1 to 100'],
    [['evaluate', 'a', '--top-k', '101'], '1 to 100'],
    [['evaluate', 'a', '--min-ndcg', '80'], '--min-ndcg is a number from 0 to 1'],
    [['evaluate', 'a', '--min-recall', 'x'], '--min-recall'],
    [['evaluate', 'a', '--min-map', '1'], '--min-map'],
    [['status', 'handbook'], 'handbook'],
    [['status', '--url', 'localhost:3000'], 'localhost:3000'],
    [['status', '--url', 'http://key@localhost'], 'no address'],
  ])('refuses %j', (args, message) => {
    expect(() => parse(args)).toThrow(UsageError);
    expect(() => parse(args)).toThrow(message);
  });
});
