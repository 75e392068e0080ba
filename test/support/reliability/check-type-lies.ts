import { createClient } from '../client.ts';
import { makeFiles } from './made-files.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

/** Names and declared types that say something else; each file gets those that are not its own. */
const LIES: readonly (readonly [name: string, declared: string])[] = [
  ['lie.txt', 'text/plain'],
  ['lie.html', 'text/html'],
  ['lie.pdf', 'application/pdf'],
  ['lie.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['lie.hwp', 'application/x-hwp'],
];
/** A message is text: told by its name alone. */
const BY_NAME = ['message/rfc822'];

/** Files of two kinds at once, and files of none. The second is what they are taken for; null: refused, or failed with a code. */
async function makePolyglots(): Promise<[what: string, bytes: Uint8Array, mediaType: string | null][]> {
  const files = await makeFiles();
  const of = (name: string) => Buffer.from(files.find((file) => file.name === name)?.bytes ?? []);
  return [
    ['PDF, then a Word document', Buffer.concat([of('made.pdf'), of('made.docx')]), 'application/pdf'],
    [
      'PDF, then HTML',
      Buffer.concat([of('made.pdf'), Buffer.from('<html><script>x</script>')]),
      'application/pdf',
    ],
    ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500)]), null],
    ['a program', Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(500)]), null],
    ['nothing', Buffer.alloc(0), null],
    ['blanks', Buffer.from(' \n\t '), null],
    ['a ZIP of nothing', Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]), null],
    ['a head only', Buffer.from('%PDF-1.7\n'), null],
  ];
}

/** Check 31: the content decides, whatever name and declared type say; what is nothing fails with a code, never with 0 chunks. */
export async function checkTypeLies(stand: Stand): Promise<void> {
  const startedAt = performance.now();
  const service = await stand.start();
  const client = createClient(service.url);
  const bad = {
    'taken for another type': 0,
    'nothing published': 0,
    'no code': 0,
    '5xx': 0,
    'published without chunks': 0,
  };
  let trials = 0;

  async function send(what: string, bytes: Uint8Array, [name, declared]: readonly [string, string]) {
    const form = new FormData();
    form.append('file', new Blob([Buffer.from(bytes)], { type: declared }), name);
    const reply = await client.send('POST', '/documents', form, { prefer: 'wait=60' });
    trials++;
    if (reply.status >= 500) bad['5xx']++;
    if (reply.body.status === 'published' && reply.body.chunks === 0) bad['published without chunks']++;
    if (reply.status < 300) await client.send('DELETE', `/documents/${reply.body.id}`);
    return { ...reply, what: `${what} as ${name}, ${declared}` };
  }
  const complain = (kind: keyof typeof bad, { what, status, body }: Awaited<ReturnType<typeof send>>) => {
    bad[kind]++;
    console.error(`${kind}: ${what}: ${status} ${JSON.stringify(body).slice(0, 600)}`);
  };

  for (const { name, bytes, mediaType } of await makeFiles()) {
    if (BY_NAME.includes(mediaType)) continue;
    for (const lie of LIES) {
      if (lie[1] === mediaType) continue;
      const reply = await send(name, bytes, lie);
      if (reply.body.status !== 'published') complain('nothing published', reply);
      else if (reply.body.mediaType !== mediaType) complain('taken for another type', reply);
    }
  }
  for (const [what, bytes, mediaType] of await makePolyglots()) {
    for (const lie of LIES.slice(1, 4)) {
      const reply = await send(what, bytes, lie);
      const code = reply.status >= 400 ? reply.body.code : reply.body.error?.code;
      if (mediaType === null && (code === undefined || code === 'INTERNAL_ERROR')) complain('no code', reply);
      if (mediaType !== null && reply.body.mediaType !== mediaType) complain('taken for another type', reply);
    }
  }
  await service.stop();
  recordCheck({
    check: 31,
    what: 'name, declared type and content disagree; files of two kinds, and of none',
    engine: stand.engine,
    trials,
    bad,
    startedAt,
  });
}
