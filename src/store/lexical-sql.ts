import type { TenantId } from '../domain/ids.ts';
import type { LexicalPlan, SearchPlan, WeightedPlanTerm } from '../domain/search-ports.ts';
import { type SQL, sql } from './drizzle.ts';
import { documents, versions } from './schema.ts';
import { buildSelectedSql } from './selected-sql.ts';

/** Chunks that are scored by all terms, when the rarer ones alone have chosen them. */
const MIN_CHOSEN = 200;
/** So many times the chosen are looked up among the documents before everything found is. */
const NEAR_FACTOR = 5;
/** A selection of no more documents and chunks than these is scored by itself, term by term. */
const NARROW_DOCUMENTS = 1_000;
const NARROW_CHUNKS = 20_000;

const BEST_FIRST = sql`score desc, version_id, ordinal`;

/**
 * The best chunks by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), as rows of version_id,
 * ordinal and score. The weight of a term (idf times its count in the question) comes with the plan, lengths lie
 * beside the postings, so chunks are not read before the best are known.
 *
 * Every posting of `terms` is read. The best by these are then scored by the `common` terms too, each looked up: exact
 * without common terms, and for a selection so narrow that each of its documents can be looked up.
 */
export function buildLexicalSql(tenantId: TenantId, plan: SearchPlan, lexical: LexicalPlan): SQL {
  const wide = wideSql(tenantId, plan, lexical);
  const isSelective = plan.filter !== null || plan.documentIds !== undefined;
  if (!isSelective || lexical.common.length === 0) return wide;
  return sql`
    with selected as materialized (
      select ${documents.collectionId}, ${documents.publishedVersionId} as version_id from ${documents}
      where ${documents.publishedVersionId} is not null and ${buildSelectedSql(tenantId, plan)}
      limit ${NARROW_DOCUMENTS + 1}),
    size as materialized (
      select count(*) <= ${NARROW_DOCUMENTS} and coalesce(sum(${versions.chunkCount}), 0) <= ${NARROW_CHUNKS} as is_narrow
      from selected join ${versions} on ${versions.tenantId} = ${tenantId} and ${versions.id} = selected.version_id)
    (${narrowSql(tenantId, plan, lexical)})
    union all
    select * from (${wide}) as wide where not (select is_narrow from size)`;
}

function wideSql(tenantId: TenantId, plan: SearchPlan, lexical: LexicalPlan): SQL {
  const chosen = lexical.common.length === 0 ? plan.candidates : Math.max(MIN_CHOSEN, plan.candidates);
  const near = chosen * NEAR_FACTOR;
  // Most searches end with the near ones: to look up each of 40,000 chunks' documents takes longer than to score them.
  const answering = (rows: SQL) => sql`
    select hits.version_id, hits.ordinal, hits.score, ${documents.collectionId} from ${rows} as hits
    join ${documents} on ${documents.publishedVersionId} = hits.version_id and ${buildSelectedSql(tenantId, plan)}`;
  return sql`
    with found as materialized (${buildFoundSql(tenantId, plan, lexical)}),
    near as materialized (
      ${answering(sql`(select * from found order by ${BEST_FIRST} limit ${near})`)} order by ${BEST_FIRST} limit ${chosen}),
    far as materialized (
      ${answering(sql`found`)}
      where (select count(*) from near) < ${chosen} and (select count(*) from found) > ${near}
      order by ${BEST_FIRST} limit ${chosen}),
    chosen as (select * from far union all select * from near where not exists (select from far))
    select version_id, ordinal, score + ${commonScoreSql(tenantId, lexical)} as score from chosen
    order by ${BEST_FIRST} limit ${plan.candidates}`;
}

/**
 * Each chunk with the sum of what the plan's rarer terms give it. `offset 0` keeps the planner from turning joins around:
 * without statistics it compared all postings of all documents with each term, 1 s in place of 10 ms for 330 passages.
 */
export function buildFoundSql(tenantId: TenantId, plan: SearchPlan, lexical: LexicalPlan): SQL {
  return sumImpacts(
    lexical,
    sql`
      select p.version_id, p.ordinals, p.frequencies, p.lengths, t.weight
      from ${unnestTerms(lexical.terms)}
      cross join lateral (
        select version_id, ordinals, frequencies, lengths from postings
        where tenant_id = ${tenantId} and collection_id = any(${sql.param(plan.collectionIds)}::uuid[]) and term = t.term
        offset 0
      ) as p
      offset 0`,
  );
}

/** The best of `selected`, by all terms; no rows unless the selection is narrow. */
function narrowSql(tenantId: TenantId, plan: SearchPlan, lexical: LexicalPlan): SQL {
  const postings = sql`
    select selected.version_id, p.ordinals, p.frequencies, p.lengths, t.weight
    from selected cross join ${unnestTerms([...lexical.terms, ...lexical.common])}
    cross join lateral (
      select ordinals, frequencies, lengths from postings
      where tenant_id = ${tenantId} and collection_id = selected.collection_id and term = t.term
        and version_id = selected.version_id
      offset 0
    ) as p
    where (select is_narrow from size)
    offset 0`;
  return sql`
    select version_id, ordinal, score from (${sumImpacts(lexical, postings)}) as scored
    order by ${BEST_FIRST} limit ${plan.candidates}`;
}

function sumImpacts(lexical: LexicalPlan, held: SQL): SQL {
  return sql`
    select held.version_id, hit.ordinal, sum(${impactSql(lexical, sql`held.weight`)}) as score
    from (${held}) as held
    cross join lateral unnest(held.ordinals, held.frequencies, held.lengths) as hit(ordinal, frequency, length)
    group by held.version_id, hit.ordinal
    offset 0`;
}

/** What the common terms give one of `chosen`. The segment of a chunk is the last that begins before it. */
function commonScoreSql(tenantId: TenantId, lexical: LexicalPlan): SQL {
  if (lexical.common.length === 0) return sql`0`;
  return sql`
    (select coalesce(sum(${impactSql(lexical, sql`t.weight`)}), 0)
    from ${unnestTerms(lexical.common)}
    cross join lateral (
      select ordinals, frequencies, lengths from postings
      where tenant_id = ${tenantId} and collection_id = chosen.collection_id and term = t.term
        and version_id = chosen.version_id and segment <= chosen.ordinal
      order by segment desc limit 1
    ) as p
    cross join lateral (select array_position(p.ordinals, chosen.ordinal) as position offset 0) as at
    cross join lateral (
      select p.frequencies[at.position] as frequency, p.lengths[at.position] as length offset 0) as hit
    where at.position is not null)`;
}

function impactSql({ k1, b, averageLength }: LexicalPlan, weight: SQL): SQL {
  return sql`${weight} * hit.frequency * ${k1 + 1}::float8 /
    (hit.frequency + ${k1}::float8 * (${1 - b}::float8 + ${b}::float8 * hit.length / ${averageLength}::float8))`;
}

function unnestTerms(terms: readonly WeightedPlanTerm[]): SQL {
  return sql`unnest(${sql.param(terms.map(({ term }) => term))}::text[], ${sql.param(terms.map(({ weight }) => weight))}::float8[])
    as t(term, weight)`;
}
