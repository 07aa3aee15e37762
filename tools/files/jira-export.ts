import { z } from 'zod';
import type { SourceAccount } from '#domain/record.ts';
import type { ReadPage } from '#domain/source.ts';
import { idText, jiraStatus } from '#tools/connectors/jira/answers.ts';
import { normaliseIssue } from '#tools/connectors/jira/normalise.ts';
import { makeStatusLexiconBuilder, type StatusLexicon } from '#tools/connectors/jira/status.ts';
import { type JsonItem, readJsonItems } from './json-items.ts';

/** A file that can be read from its beginning more than once. */
export interface ExportFile {
  open(): AsyncIterable<Uint8Array | string>;
}

export interface JiraExportOptions {
  /** `source_fields.jira` of the policy. */
  fields: readonly string[];
}

/** The stream under which an export is stored: the same as the connector's, so that a later sync goes on with it. */
export const EXPORT_STREAM = 'issues';

/** Issues of one page. */
const PAGE_SIZE = 500;

const surveyed = z.object({
  id: idText,
  key: idText,
  fields: z.object({ created: z.string(), status: jiraStatus.nullish() }),
});

interface Survey {
  statuses: StatusLexicon;
  /** Ids that stand for several issues: exports of several Jiras put together in one file. */
  shared_ids: ReadonlySet<string>;
}

/**
 * First time through: what the statuses say of themselves (a history names others' statuses), and which ids are
 * shared. One issue given twice, before and after a move to another project, has one id and one date of creation; two
 * issues of two Jiras have different dates.
 */
async function survey(file: ExportFile): Promise<Survey> {
  const lexicon = makeStatusLexiconBuilder();
  const createdOf = new Map<string, string>();
  const shared = new Set<string>();
  for await (const item of readJsonItems(file.open())) {
    const parsed = item.ok ? surveyed.safeParse(item.value) : null;
    if (parsed?.success !== true) continue;
    const { id, fields } = parsed.data;
    lexicon.add(fields.status);
    const created = createdOf.get(id);
    if (created === undefined) createdOf.set(id, fields.created);
    else if (created !== fields.created) shared.add(id);
  }
  return { statuses: lexicon.build(), shared_ids: shared };
}

const emptyPage = (): ReadPage => ({ accounts: [], records: [], faults: [], cursor: null });

/** The id under which an issue is stored where its own would not do. */
function externalId(value: unknown, shared: ReadonlySet<string>): { external_id?: string } {
  if (shared.size === 0) return {};
  const parsed = surveyed.pick({ id: true, key: true }).safeParse(value);
  if (!parsed.success || !shared.has(parsed.data.id)) return {};
  return { external_id: `${parsed.data.id}:${parsed.data.key}` };
}

function addItem(
  page: ReadPage,
  accounts: Map<string, SourceAccount>,
  item: JsonItem,
  known: Survey,
  fields: ReadonlySet<string>,
): void {
  if (!item.ok) {
    page.faults.push({ external_id: null, reason: `line ${item.line}: ${item.reason}` });
    return;
  }
  const result = normaliseIssue(item.value, {
    fields,
    statuses: known.statuses,
    flagged_field: null,
    ...externalId(item.value, known.shared_ids),
  });
  if (!result.ok) {
    const { external_id, reason } = result.fault;
    page.faults.push({ external_id, reason: `line ${item.line}: ${reason}` });
    return;
  }
  page.records.push(result.record);
  for (const account of result.accounts) {
    const before = accounts.get(account.account);
    accounts.set(account.account, { ...account, email: account.email ?? before?.email ?? null });
  }
}

/**
 * Issues as Jira's REST API returns them (v3 or v2), from JSON Lines, one JSON array, or pages `{"issues": […]}`. Bad
 * ones are faults with line and field; the rest goes in. Accounts are those that the issues name. The pages are of the
 * connector's kind, so the same storing takes them; they carry no cursor.
 */
export async function* readJiraExport(
  file: ExportFile,
  options: JiraExportOptions,
): AsyncGenerator<ReadPage> {
  const known = await survey(file);
  const fields = new Set(options.fields);
  let page = emptyPage();
  let accounts = new Map<string, SourceAccount>();
  for await (const item of readJsonItems(file.open())) {
    addItem(page, accounts, item, known, fields);
    if (page.records.length + page.faults.length >= PAGE_SIZE) {
      yield { ...page, accounts: [...accounts.values()] };
      page = emptyPage();
      accounts = new Map();
    }
  }
  if (page.records.length + page.faults.length > 0) yield { ...page, accounts: [...accounts.values()] };
}
