import { tenantId } from '#domain/ids.ts';

/** One organisation an installation; the column is there for many. */
export const TENANT = tenantId.parse('org_own');
