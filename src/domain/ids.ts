/** Internal number of a tenant. Leads every primary key; one constant tenant until keys carry tenants. */
export type TenantId = number;

export const DEFAULT_TENANT: TenantId = 1;
export const DEFAULT_COLLECTION = 'default';
