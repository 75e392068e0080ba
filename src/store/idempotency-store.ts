import { v7 as uuidv7 } from 'uuid';
import {
  type AcceptClaim,
  type Claim,
  type ClaimResult,
  type IdempotencyStore,
  requestInFlight,
} from '../domain/idempotency.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Database, Executor } from './database.ts';
import { and, eq, lt, sql } from './drizzle.ts';
import { idempotencyKeys as keys } from './schema.ts';

const LIFETIME_HOURS = 24;

const inSeconds = (seconds: number) => sql`now() + make_interval(secs => ${seconds})`;
const isKey = (tenantId: TenantId, key: string) => and(eq(keys.tenantId, tenantId), eq(keys.key, key));
const isHeld = ({ tenantId, key, token }: Claim) => and(isKey(tenantId, key), eq(keys.token, token));

export function createIdempotencyStore(database: Database): IdempotencyStore {
  return {
    claim: (tenantId, key, fingerprint, leaseSeconds) =>
      database.transaction(async (tx): Promise<ClaimResult> => {
        const claim = { tenantId, key, token: uuidv7() };
        await tx.delete(keys).where(and(isKey(tenantId, key), lt(keys.expiresAt, sql`now()`)));
        const [held] = await tx
          .insert(keys)
          .values({
            ...claim,
            fingerprint,
            leaseUntil: inSeconds(leaseSeconds),
            expiresAt: sql`now() + make_interval(hours => ${LIFETIME_HOURS})`,
          })
          // Taken over from whoever did not answer in time.
          .onConflictDoUpdate({
            target: [keys.tenantId, keys.key],
            set: { token: claim.token, leaseUntil: inSeconds(leaseSeconds) },
            setWhere: sql`${keys.status} is null and ${keys.leaseUntil} < now() and ${keys.fingerprint} = ${fingerprint}`,
          })
          .returning({ accepted: keys.accepted });
        if (held !== undefined) return { kind: 'claimed', claim, accepted: held.accepted };
        const [row] = await tx
          .select({
            row: keys,
            leftSeconds: sql<number>`greatest(1, ceil(extract(epoch from ${keys.leaseUntil} - now())))::int`,
          })
          .from(keys)
          .where(isKey(tenantId, key));
        // Given up in between: the next try gets it.
        if (row === undefined) return { kind: 'in-flight', retryAfterSeconds: 1 };
        const { fingerprint: known, status, headers, body } = row.row;
        if (known !== fingerprint) return { kind: 'reused' };
        if (status === null) return { kind: 'in-flight', retryAfterSeconds: row.leftSeconds };
        return { kind: 'replay', reply: { status, headers: headers ?? {}, body: body ?? '' } };
      }),

    async complete(claim, { status, headers, body }) {
      await database.executor
        .update(keys)
        .set({ status, headers: { ...headers }, body })
        .where(isHeld(claim));
    },

    release: (claim) =>
      database.transaction(async (tx) => {
        await tx.delete(keys).where(and(isHeld(claim), sql`${keys.accepted} = '[]'`));
        await tx.update(keys).set({ leaseUntil: sql`now()` }).where(isHeld(claim));
      }),

    async releaseAll() {
      await database.executor
        .update(keys)
        .set({ leaseUntil: sql`now() - interval '1 second'` })
        .where(sql`${keys.status} is null`);
    },

    async sweep() {
      await database.executor.delete(keys).where(lt(keys.expiresAt, sql`now()`));
    },
  };
}

/** Writes into the key what the transaction accepts. IDEMPOTENCY_IN_FLIGHT when another request took the key over. */
export async function recordAccepted(
  tx: Executor,
  claim: AcceptClaim | undefined,
  documentId: string,
  outcome: 'created' | 'unchanged',
): Promise<void> {
  if (claim === undefined) return;
  const { tenantId, key, token, ordinal, leaseSeconds } = claim;
  const [row] = await tx.select({ token: keys.token }).from(keys).where(isKey(tenantId, key)).for('update');
  // Gone with a document of the same request that was deleted already: nobody else has it.
  if (row === undefined) return;
  if (row.token !== token) throw requestInFlight(1);
  const entry = JSON.stringify([{ ordinal, documentId, outcome }]);
  await tx
    .update(keys)
    .set({
      accepted: sql`${keys.accepted} || ${entry}::jsonb`,
      documentIds: sql`array_append(${keys.documentIds}, ${documentId}::uuid)`,
      leaseUntil: inSeconds(leaseSeconds),
    })
    .where(isKey(tenantId, key));
}

/** Nothing that was deleted answers again, from here neither. */
export async function forgetRepliesWith(tx: Executor, tenantId: TenantId, documentId: string): Promise<void> {
  await tx
    .delete(keys)
    .where(and(eq(keys.tenantId, tenantId), sql`${keys.documentIds} @> array[${documentId}::uuid]`));
}
