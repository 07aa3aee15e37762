import { invalidInput } from '#domain/errors.ts';
import { newId, sourceId } from '#domain/ids.ts';
import type { RecordKind } from '#domain/record.ts';
import { source as sourceSchema } from '#domain/source.ts';
import { CSV_STREAM } from '#tools/connectors/csv/vendor.ts';
import { faultText } from '#tools/files/fault-text.ts';
import { pagesOfRecords, type RecordsFile, readRecordsCsv } from '#tools/files/records-csv.ts';
import { parseRecordsMapping } from '#tools/files/records-mapping.ts';
import { type SyncProgress, storeFile } from '#tools/sync.ts';
import type { Installation } from './compose.ts';

type House = Pick<Installation, 'system' | 'operator' | 'clock' | 'derive'>;

export interface RecordsImportRequest {
  bytes: Uint8Array;
  /** The mapping file's text. */
  mapping: string;
  /** Of the source; made where there is none. */
  name: string;
  /** Reads and checks all, and writes nothing. */
  dry_run: boolean;
  onProgress?(progress: SyncProgress): void;
}

export interface RecordsImport {
  kind: RecordKind;
  read: RecordsFile;
  result: {
    rows: number;
    stored: number;
    unchanged: number;
    accounts_matched: number;
    accounts_unmatched: number;
  };
}

/**
 * The source of that name, or what is wrong with it: one that is read by its API can't also be filled from tables, as
 * the two would take turns in overwriting each other.
 */
async function sourceNamed({ system }: House, name: string) {
  const known = await system.sources.byName(name);
  if (known !== null && known.vendor !== 'csv')
    throw invalidInput(
      `The source ${name} is read from ${known.vendor}; a table needs a source of its own. Choose another --source name.`,
    );
  const valid = sourceSchema.shape.name.safeParse(name);
  if (!valid.success)
    throw invalidInput(`--source ${JSON.stringify(name)}: ${valid.error.issues[0]?.message ?? 'not valid'}.`);
  return known;
}

/**
 * A table of records, all of it or nothing; indicators are derived after it.
 * @throws UserError `invalid-input` with every fault of the mapping or of the file.
 */
export async function importRecordsCsv(
  house: House,
  { bytes, mapping, name, dry_run, onProgress }: RecordsImportRequest,
): Promise<RecordsImport> {
  const { system, operator, clock, derive } = house;
  const rules = parseRecordsMapping(mapping);
  const known = await sourceNamed(house, name);
  const policy = await system.policy.current();
  const read = readRecordsCsv(bytes, rules, policy.source_fields.csv ?? []);
  if (read.errors_total > 0)
    throw invalidInput(faultText(read.errors, read.errors_total), {
      errors: read.errors,
      errors_total: read.errors_total,
    });
  const rows = read.records.length;
  const nothing = { rows, stored: 0, unchanged: 0, accounts_matched: 0, accounts_unmatched: 0 };
  if (dry_run) return { kind: rules.kind, read, result: nothing };
  const source =
    known ??
    (await operator.sources.save({
      id: newId('src', sourceId),
      name,
      vendor: 'csv',
      base_url: null,
      settings: {},
      enabled: true,
    }));
  const done = await storeFile({
    source,
    stream: CSV_STREAM,
    pages: pagesOfRecords(read),
    ingest: system.ingest,
    people: system.people,
    clock,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  await derive.all(clock.today());
  const [stream] = done.streams;
  return {
    kind: rules.kind,
    read,
    result: {
      rows,
      stored: stream?.stored ?? 0,
      unchanged: stream?.unchanged ?? 0,
      accounts_matched: done.matched,
      accounts_unmatched: done.unmatched,
    },
  };
}
