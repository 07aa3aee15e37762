import type { ColumnType } from 'kysely';

/** `jsonb`: read parsed, written as the text that `jsonText` makes. */
export type Json = ColumnType<unknown, string, string>;

/** Every table carries its tenant. */
export interface Owned {
  tenant_id: string;
}
