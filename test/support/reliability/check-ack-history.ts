import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../client.ts';
import { createRandom, type Random } from '../random.ts';
import type { RunningService } from '../running-service.ts';
import { countFaults } from './count-faults.ts';
import { listDocuments, untilAllEnded } from './list-documents.ts';
import { recordCheck } from './record-check.ts';
import type { Stand } from './stand.ts';

const CLIENTS = 4;
const MAX_PAUSE_MS = 150;
/** Of a client between two documents, so that ingest keeps up with four of them. */
const CLIENT_PAUSE_MS = 120;

/** What a client knows: which ids it sent, and under which document id each was acknowledged. */
interface History {
  readonly acknowledged: Map<string, string>;
  readonly unexpected: number[];
  isOver: boolean;
}

/** Check 1: four clients post while processes are killed at random; every acknowledged document is there and ends published. */
export async function checkAckHistory(
  stand: Stand,
  { kills, acks, seed }: { kills: number; acks: number; seed: number },
): Promise<void> {
  const startedAt = performance.now();
  const random = createRandom(seed);
  const fleet = await startFleet(stand);
  const history: History = { acknowledged: new Map(), unexpected: [], isOver: false };
  const clients = Array.from({ length: CLIENTS }, (_, client) => post(fleet, client, history));
  const killed: Record<string, number> = {};
  for (let kill = 0; kill < kills; kill++) {
    await sleep(random.integer(0, 2_500));
    const victim = await fleet.killOne(random);
    killed[victim] = (killed[victim] ?? 0) + 1;
  }
  while (history.acknowledged.size < acks) await sleep(MAX_PAUSE_MS);
  history.isOver = true;
  await Promise.all(clients);

  const client = createClient(fleet.url());
  const stuck = await untilAllEnded(client);
  const documents = await listDocuments(client);
  const ofExternalId = Map.groupBy(documents, (document) => document.externalId);
  let lost = 0;
  for (const [externalId, id] of history.acknowledged) {
    const { status, body } = await client.get(`/documents/${id}`);
    if (status !== 200 || body.status !== 'published' || body.externalId !== externalId) lost++;
  }
  await fleet.stop();
  recordCheck({
    check: 1,
    what: `${CLIENTS} clients post, ${kills} × SIGKILL at random`,
    engine: stand.engine,
    trials: history.acknowledged.size,
    bad: {
      lost,
      doubled: [...ofExternalId.values()].filter((same) => same.length > 1).length,
      unexpected: history.unexpected.length,
      ...(await stand.inspect(countFaults)),
      stuck,
    },
    seen: { acknowledged: history.acknowledged.size, ...named('killed', killed) },
    seed,
    startedAt,
  });
}

async function post(fleet: Fleet, client: number, history: History): Promise<void> {
  for (let number = 0; !history.isOver; number++) {
    const externalId = `${client}-${number}`;
    const text = `문서 ${externalId}의 담당자는 ${client}팀이고 처리 번호는 ${number * 7 + client}번이다.`;
    while (!history.acknowledged.has(externalId)) {
      const reply = await createClient(fleet.url())
        .post('/documents', { text, externalId })
        .catch(() => undefined);
      if (reply !== undefined && reply.status < 300) history.acknowledged.set(externalId, reply.body.id);
      else if (reply !== undefined && reply.status !== 503) history.unexpected.push(reply.status);
      if (history.isOver) break;
      await sleep(reply === undefined ? 50 : CLIENT_PAUSE_MS);
    }
  }
}

interface Fleet {
  url(): string;
  /** Kills one process and has it replaced; its name. */
  killOne(random: Random): Promise<string>;
  stop(): Promise<void>;
}

/** PGlite: one service, and its database process; Postgres: a process that answers and one that ingests. */
async function startFleet(stand: Stand): Promise<Fleet> {
  const roles = stand.engine === 'pglite' ? ['all'] : ['api', 'worker'];
  const services = new Map<string, RunningService>();
  const replace = async (role: string) => {
    const old = services.get(role);
    if (old !== undefined) await stand.kill(old);
    services.set(role, await stand.start({ ROLE: role }));
  };
  for (const role of roles) await replace(role);
  const front = () => services.get('all') ?? services.get('api');
  return {
    url: () => front()?.url ?? '',
    async killOne(random) {
      const victim = random.pick(stand.engine === 'pglite' ? ['service', 'database'] : roles);
      if (victim === 'database')
        for (const pid of front()?.childPids('pglite-worker') ?? []) process.kill(pid, 'SIGKILL');
      else await replace(victim === 'service' ? 'all' : victim);
      return victim;
    },
    async stop() {
      for (const service of services.values()) await service.stop();
    },
  };
}

function named(word: string, counts: Readonly<Record<string, number>>): Record<string, number> {
  const entries = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, count]) => [`${word} ${name}`, count]));
}
