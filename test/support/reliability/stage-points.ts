import type { CrashPoint } from './crash-points.ts';

/** Where a document can be cut off, in the order of its way; the calls to the embedding model come in addition. */
export const STAGE_POINTS: readonly CrashPoint[] = [
  { name: 'file not stored', table: 'upload_pieces', when: 'before insert' },
  { name: 'file stored, no row', table: 'documents', when: 'before insert' },
  { name: 'rows written, not committed', table: 'versions', when: 'after insert', deferred: true },
  {
    name: 'committed, job not taken',
    table: 'pgboss.job',
    when: 'before update',
    only: "new.state = 'active'",
  },
  {
    name: 'job taken, attempt not begun',
    table: 'versions',
    when: 'before update',
    only: 'new.attempt > old.attempt',
  },
  {
    name: 'attempt begun, nothing parsed',
    table: 'versions',
    when: 'before update',
    only: 'new.loader is distinct from old.loader',
  },
  { name: 'parsed, first page not written', table: 'pages', when: 'before insert', only: 'new.number = 1' },
  { name: 'last page written, not committed', table: 'pages', when: 'after insert', only: 'new.number = 10' },
  {
    name: 'pages committed, not split',
    table: 'versions',
    when: 'before update',
    only: "new.status = 'splitting' and old.status = 'loading'",
  },
  {
    name: 'first chunks embedded, not written',
    table: 'chunks',
    when: 'before insert',
    only: 'new.ordinal = 0',
  },
  {
    name: 'first chunks written, not committed',
    table: 'chunk_embeddings',
    when: 'after insert',
    only: 'new.ordinal = 0',
  },
  {
    name: 'second chunks embedded, not written',
    table: 'chunks',
    when: 'before insert',
    only: 'new.ordinal = 64',
  },
  { name: 'chunks committed, no postings', table: 'postings', when: 'before insert' },
  { name: 'postings written, not committed', table: 'postings', when: 'after insert' },
  {
    name: 'all written, status not flipped',
    table: 'versions',
    when: 'before update',
    only: "new.status = 'published'",
  },
  {
    name: 'status flipped, pointer not moved',
    table: 'documents',
    when: 'before update',
    only: 'new.published_version_id is not null',
  },
  {
    name: 'published, not committed',
    table: 'documents',
    when: 'after update',
    only: 'new.published_version_id is not null',
    deferred: true,
  },
  {
    name: 'published, job not ended',
    table: 'pgboss.job',
    when: 'before update',
    only: "new.state = 'completed'",
  },
];
