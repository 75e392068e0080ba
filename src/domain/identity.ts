/**
 * Which document the bytes of an upload belong to. Pure: the store asks it inside the accepting transaction, under
 * a lock on the collection, so that 20 parallel uploads of the same bytes make one document.
 */

/** A document of the collection and its newest version, as far as identity goes. */
export interface KnownDocument {
  readonly documentId: string;
  readonly newest: { readonly sha256: string; readonly failed: boolean; readonly inProgress: boolean };
}

export interface IdentityQuestion {
  readonly sha256: string;
  readonly externalId: string | null;
  /** The document with that `externalId`, if any. */
  readonly byExternalId: KnownDocument | null;
  /** The oldest document whose newest version came from the same URL, if any. */
  readonly bySource: KnownDocument | null;
  /** The oldest document whose newest version has these bytes, if any. Versions replaced since never match. */
  readonly bySha256: KnownDocument | null;
}

export type IdentityDecision =
  | { readonly kind: 'new-document' }
  /** A version in progress is superseded. */
  | { readonly kind: 'new-version'; readonly documentId: string }
  | { readonly kind: 'unchanged'; readonly documentId: string }
  /** The newest version failed and the same bytes come again. */
  | { readonly kind: 'retry'; readonly documentId: string };

export function decideIdentity(question: IdentityQuestion): IdentityDecision {
  const { externalId, byExternalId, bySource, bySha256 } = question;
  const known = externalId === null ? (bySource ?? bySha256) : byExternalId;
  return known === null ? { kind: 'new-document' } : decideReplacement(known, question.sha256);
}

/** The same for a PUT, where the document is given. */
export function decideReplacement(
  known: KnownDocument,
  sha256: string,
): Exclude<IdentityDecision, { kind: 'new-document' }> {
  if (known.newest.sha256 !== sha256) return { kind: 'new-version', documentId: known.documentId };
  return { kind: known.newest.failed ? 'retry' : 'unchanged', documentId: known.documentId };
}
