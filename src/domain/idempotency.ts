/** A request under an `Idempotency-Key`: its port to the store. All times are those of the database. */
import { ServiceError } from '../errors.ts';
import type { TenantId } from './ids.ts';

/** Held by whoever carries the request out. Whoever took over holds another token. */
export interface Claim {
  readonly tenantId: TenantId;
  readonly key: string;
  readonly token: string;
}

/** Written with what is accepted, in its transaction: after a crash the key knows what became of the request. */
export interface AcceptClaim extends Claim {
  /** Which of the request's files. */
  readonly ordinal: number;
  /** How long the answer may still take; until then another request with the key is told to wait. */
  readonly leaseSeconds: number;
}

export interface AcceptedUnderKey {
  readonly ordinal: number;
  readonly documentId: string;
  readonly outcome: 'created' | 'unchanged';
}

/** An answer as it was first given. */
export interface StoredReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type ClaimResult =
  /** `accepted`: by an earlier try of the same request that ended before it answered. */
  | { readonly kind: 'claimed'; readonly claim: Claim; readonly accepted: readonly AcceptedUnderKey[] }
  | { readonly kind: 'replay'; readonly reply: StoredReply }
  | { readonly kind: 'in-flight'; readonly retryAfterSeconds: number }
  /** The key came with another request. */
  | { readonly kind: 'reused' };

export interface IdempotencyStore {
  /** One transaction; of parallel callers one gets the claim. */
  claim(tenantId: TenantId, key: string, fingerprint: string, leaseSeconds: number): Promise<ClaimResult>;
  /** Keeps the answer. Does nothing when the claim was taken over, or a document of the answer was deleted. */
  complete(claim: Claim, reply: StoredReply): Promise<void>;
  /** Gives the claim up; forgets the key when nothing was accepted under it. */
  release(claim: Claim): Promise<void>;
  /** Gives up the claims of an earlier process. Only for the embedded database, whose owner is alone. */
  releaseAll(): Promise<void>;
  /** Removes keys that are too old. */
  sweep(): Promise<void>;
}

/** IDEMPOTENCY_IN_FLIGHT */
export function requestInFlight(retryAfterSeconds: number): ServiceError {
  return new ServiceError(
    'IDEMPOTENCY_IN_FLIGHT',
    'A request with this Idempotency-Key is being carried out; send it again for its answer.',
    { retryAfterSeconds },
  );
}
