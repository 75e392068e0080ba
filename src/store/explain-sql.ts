import type { TenantId } from '../domain/ids.ts';
import type { SearchPlan } from '../domain/search-ports.ts';
import { type SQL, sql } from './drizzle.ts';
import { buildFoundSql } from './lexical-sql.ts';
import { documents } from './schema.ts';
import { buildSelectedSql } from './selected-sql.ts';

/**
 * How many chunks the lexical leg of a plan found, how many of them the selection leaves, and where the best chunk of one
 * document stands among these: one row. A statement of its own, so that searches that explain nothing pay nothing.
 */
export function buildExplainSql(tenantId: TenantId, plan: SearchPlan, documentId: string | null): SQL {
  const found =
    plan.lexical === null
      ? sql`select null::uuid as version_id, 0 as ordinal, 0::float8 as score where false`
      : buildFoundSql(tenantId, plan, plan.lexical);
  return sql`
    with found as materialized (${found}),
    visible as materialized (
      select found.score, ${documents.id} as document_id, (${buildSelectedSql(tenantId, plan)}) as is_selected
      from found join ${documents} on ${documents.tenantId} = ${tenantId}
        and ${documents.publishedVersionId} = found.version_id and ${documents.deletedAt} is null),
    best as (select max(score) as score, count(*)::int as chunks from visible where document_id = ${documentId}::uuid)
    select
      (select count(*)::int from visible) as matched,
      (select count(*)::int from visible where is_selected) as selected,
      (select jsonb_build_object(
          'collectionId', ${documents.collectionId},
          'isPublished', ${documents.publishedVersionId} is not null,
          'status', (select status from versions where tenant_id = ${tenantId} and id = ${documents.newestVersionId}),
          'isSelected', ${buildSelectedSql(tenantId, plan)},
          'matchedChunks', best.chunks,
          'bestRank', case when best.score is not null then
            (select 1 + count(*) from visible where is_selected and score > best.score) end)
        from ${documents}, best
        where ${documents.tenantId} = ${tenantId} and ${documents.deletedAt} is null
          and ${documents.id} = ${documentId}::uuid) as document`;
}
