import type { TenantId } from '../domain/ids.ts';
import type { SearchPlan } from '../domain/search-ports.ts';
import { type SQL, sql } from './drizzle.ts';
import { buildFilterSql } from './filter-sql.ts';
import { documents } from './schema.ts';

/** The documents that may answer, as conditions on `documents`. */
export function buildSelectedSql(tenantId: TenantId, plan: SearchPlan): SQL {
  const conditions = [
    sql`${documents.tenantId} = ${tenantId}`,
    sql`${documents.deletedAt} is null`,
    sql`${documents.collectionId} = any(${sql.param(plan.collectionIds)}::uuid[])`,
  ];
  if (plan.documentIds !== undefined)
    conditions.push(sql`${documents.id} = any(${sql.param(plan.documentIds)}::uuid[])`);
  if (plan.filter !== null) conditions.push(buildFilterSql(plan.filter));
  return sql.join(conditions, sql` and `);
}
