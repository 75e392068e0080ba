import { createClient } from '../client.ts';
import { runStart } from '../running-service.ts';
import { countFaults } from './count-faults.ts';
import { listDocuments, untilAllEnded } from './list-documents.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

const LIMIT_SECONDS = 8;

/**
 * Check 7: while a service writes, a second one on its PGlite folder ends non-zero within 8 s, naming the holder; nothing
 * is lost or doubled. Then the holder is killed, and its lock is taken over.
 */
export async function checkSecondOpener(stand: Stand, { trials }: { trials: number }): Promise<void> {
  const startedAt = performance.now();
  const bad = { 'not refused': 0, 'holder not named': 0, [`later than ${LIMIT_SECONDS} s`]: 0, lost: 0 };
  const sent: string[] = [];
  let slowest = 0;
  for (let trial = 0; trial < trials; trial++) {
    // From the second trial on over the lock of a process that was killed.
    const service = await stand.start();
    const client = createClient(service.url);
    const since = performance.now();
    const second = runStart({ DATA_DIR: stand.dataDir });
    let isOver = false;
    const ended = second.exited.then((code) => {
      isOver = true;
      return code;
    });
    while (!isOver) {
      const { body } = await client.post('/documents', { text: `${sent.length}번 글은 그대로 남는다.` });
      sent.push(body.id);
    }
    if ((await ended) === 0) bad['not refused']++;
    const seconds = (performance.now() - since) / 1000;
    slowest = Math.max(slowest, seconds);
    if (seconds > LIMIT_SECONDS) bad[`later than ${LIMIT_SECONDS} s`] = 1;
    if (!second.output().includes(String(service.pid))) bad['holder not named']++;
    await stand.kill(service);
  }
  const service = await stand.start();
  const client = createClient(service.url);
  await untilAllEnded(client);
  const ids = (await listDocuments(client)).map(({ id }) => id);
  bad.lost = sent.filter((id) => !ids.includes(id)).length;
  await service.stop();
  recordCheck({
    check: 7,
    what: 'a second service on a folder that is written to; then SIGKILL of the holder and a start over its lock',
    engine: stand.engine,
    trials,
    bad: { ...bad, doubled: ids.length - new Set(sent).size, ...(await stand.inspect(countFaults)) },
    seen: { 'documents written meanwhile': sent.length, 'slowest refusal s': slowest.toFixed(1) },
    startedAt,
  });
}
