import pg from 'pg';

const { builtins } = pg.types;
const instantOf = pg.types.getTypeParser(builtins.TIMESTAMPTZ);

/** `timestamptz` as the domain writes instants: ISO 8601 in UTC with milliseconds. */
function isoInstantOf(text: string): string {
  const parsed: unknown = instantOf(text);
  return parsed instanceof Date ? parsed.toISOString() : text;
}

type Parser = (text: string) => unknown;
const own = new Map<number, Parser>([
  [builtins.TIMESTAMPTZ, isoInstantOf],
  // As it stands: pg's own parser would make it an instant in the process's time zone.
  [builtins.DATE, (text) => text],
  // Counters and sequence numbers; none of ours comes near 2⁵³.
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
]);

/** How columns come out of the pool: instants and days as the domain's strings, numbers as numbers. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && own.get(oid)) ||
    pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};
