import { createClient } from '../client.ts';
import { type CrashPoint, installCrashPoints } from './crash-points.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

/** Every statement of the transaction that accepts a document, and its COMMIT. */
const FAULTS: readonly CrashPoint[] = [
  { name: 'document', table: 'documents', when: 'before insert' },
  { name: 'adoption', table: 'uploads', when: 'before update' },
  { name: 'job', table: 'pgboss.job', when: 'before insert', only: "new.name = 'ingest'" },
  { name: 'version', table: 'versions', when: 'after insert' },
  { name: 'commit', table: 'versions', when: 'after insert', deferred: true },
];

const ORPHANS = `select (select count(*) from documents)::int as documents, (select count(*) from versions)::int as versions,
  (select count(*) from pgboss.job where name = 'ingest' and state in ('created', 'retry', 'active'))::int as jobs,
  (select count(*) from uploads where adopted)::int as adopted, (select count(*) from upload_pieces)::int as pieces`;

/** Check 3: when the accepting transaction fails, wherever it does, nothing of it is left; afterwards all is well. */
export async function checkAtomicEnqueue(stand: Stand, { perFault }: { perFault: number }): Promise<void> {
  const startedAt = performance.now();
  await (await stand.start()).stop();
  const crash = await installCrashPoints(stand, FAULTS);
  let service = await stand.start();
  let accepted = 0;
  for (const point of FAULTS) {
    await crash.arm(point, true);
    for (let trial = 0; trial < perFault; trial++) {
      const body = { text: `${point.name} ${trial}`, externalId: `${point.name}-${trial}` };
      const { status } = await createClient(service.url).post('/documents', body);
      if (status !== 500) accepted++;
    }
    await crash.disarm();
  }
  await service.stop();
  const { rows } = await stand.inspect((database) => database.executeSql(ORPHANS));
  service = await stand.start();
  const client = createClient(service.url);
  const { body } = await client.upload(new Blob(['아무 일도 없었던 글이다.']));
  await client.untilPublished(body.id);
  recordCheck({
    check: 3,
    what: 'errors injected into the accepting transaction, at each statement and at COMMIT',
    engine: stand.engine,
    trials: FAULTS.length * perFault,
    bad: { 'answered as accepted': accepted, ...(rows[0] as Record<string, number>) },
    startedAt,
  });
}
