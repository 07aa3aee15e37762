import type { IsoInstant } from '#domain/date.ts';
import { type SourceAccount, sourceRecord, type WorkItem } from '#domain/record.ts';
import { describeFault, idOf, type Normalised } from '#tools/connectors/normalised.ts';
import { isDay, parseInstant } from '#tools/instant.ts';
import { cleanName, TITLE_CAP } from '#tools/text.ts';
import { accountIdOf, type JiraIssueAnswer, type JiraUserAnswer, jiraIssue } from './answers.ts';
import { blockedSpans, type IssueHistory, readHistory } from './history.ts';
import { priorityRank } from './priority.ts';
import { categoryOfStatus, isBlockedStatus, type StatusLexicon } from './status.ts';

export interface NormaliseContext {
  /** The policy's field list (`source_fields.jira`): what isn't listed does not leave here. */
  fields: ReadonlySet<string>;
  statuses: StatusLexicon;
  /** Id of the custom field named "Flagged", where there is one. */
  flagged_field: string | null;
  /** Instead of the issue's own id, where ids of several Jiras meet in one file. */
  external_id?: string;
}

const SECONDS_PER_HOUR = 3600;
/** Labels and components kept of one issue. */
const MAX_NAMES = 100;

/** A person's account as an issue or the user list shows it; null when it has no id. */
export function toAccount(user: JiraUserAnswer | null | undefined): SourceAccount | null {
  const account = user ? accountIdOf(user) : null;
  if (!user || account === null) return null;
  return {
    account,
    display_name: cleanName(user.displayName),
    email: cleanName(user.emailAddress, 320)?.toLowerCase() ?? null,
    active: user.active ?? true,
    // `app` is a robot, `customer` somebody who only raises requests: neither is staff to be matched.
    bot: user.accountType !== null && user.accountType !== undefined && user.accountType !== 'atlassian',
    time_zone: cleanName(user.timeZone, 100),
  };
}

const keyOrId = (raw: unknown): string | null => idOf(raw, ['key', 'id']);

class DateFault extends Error {}

function requiredInstant(field: string, text: string): IsoInstant {
  const instant = parseInstant(text);
  if (instant === null)
    throw new DateFault(`fields.${field}: not an instant with a time zone within 1990–2100`);
  return instant;
}

const instantOrNull = (field: string, text: string | null | undefined): IsoInstant | null =>
  text === null || text === undefined || text === '' ? null : requiredInstant(field, text);

function dueOn(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  if (!isDay(text)) throw new DateFault('fields.duedate: not a day as YYYY-MM-DD within 1990–2100');
  return text;
}

const hours = (seconds: number | null | undefined): number | null =>
  seconds === null || seconds === undefined ? null : seconds / SECONDS_PER_HOUR;

/**
 * Estimate, rest and spent, in hours. Some exports carry only `timeestimate`: it is the estimate then, and the rest
 * of what isn't finished.
 */
function estimates(fields: JiraIssueAnswer['fields'], done: boolean) {
  const remaining = hours(fields.timeestimate);
  const spent_hours = hours(fields.timespent);
  if (fields.timeoriginalestimate === undefined)
    return { estimate_hours: remaining, remaining_hours: done ? null : remaining, spent_hours };
  return { estimate_hours: hours(fields.timeoriginalestimate), remaining_hours: remaining, spent_hours };
}

/** The custom field holds `[{"value":"Impediment"}]` while flagged, null otherwise. */
function isFlagged(raw: unknown, issue: JiraIssueAnswer, flaggedField: string | null): boolean {
  if (issue.fields.flagged === true) return true;
  if (flaggedField === null || raw === null || typeof raw !== 'object' || !('fields' in raw)) return false;
  const { fields } = raw;
  if (fields === null || typeof fields !== 'object') return false;
  const value: unknown = Object.getOwnPropertyDescriptor(fields, flaggedField)?.value;
  return Array.isArray(value) && value.length > 0;
}

/**
 * Where the work stands. A status names its category; but workflows exist that leave finished work in a "new" one,
 * so a resolution with its date counts as done, unless the issue was moved into an unfinished status afterwards
 * (reopened, with a resolution that nobody cleared).
 */
function standing(fields: JiraIssueAnswer['fields'], history: IssueHistory | null, statuses: StatusLexicon) {
  const { status } = fields;
  const own =
    categoryOfStatus(status) ?? statuses.categoryOf(status?.id ?? null, status?.name ?? null) ?? 'to_do';
  const resolvedOn = instantOrNull('resolutiondate', fields.resolutiondate);
  const changedOn = instantOrNull('statuscategorychangedate', fields.statuscategorychangedate);
  if (own === 'done') {
    const lastMove = history?.transitions.findLast((move) => move.to_category === 'done')?.at ?? null;
    return { status_category: own, resolved_at: resolvedOn ?? lastMove ?? changedOn };
  }
  const reopened =
    /reopen/i.test(status?.name ?? '') ||
    history?.transitions.some(
      (move) =>
        resolvedOn !== null &&
        move.at > resolvedOn &&
        move.to_category !== null &&
        move.to_category !== 'done',
    ) === true;
  if (resolvedOn !== null && fields.resolution && !reopened)
    return { status_category: 'done' as const, resolved_at: resolvedOn };
  return { status_category: own, resolved_at: null };
}

const names = (values: readonly (string | null | undefined)[]): string[] =>
  values.slice(0, MAX_NAMES).flatMap((value) => cleanName(value) ?? []);

function toWorkItem(raw: unknown, issue: JiraIssueAnswer, context: NormaliseContext): WorkItem {
  const { fields } = issue;
  const keeps = (name: string) => context.fields.has(name);
  const histories = issue.changelog?.histories ?? null;
  const history = histories === null ? null : readHistory(histories, context.statuses, context.flagged_field);
  if (histories !== null && history === null)
    throw new DateFault('changelog: an entry has no readable date within 1990–2100');
  const created_at = requiredInstant('created', fields.created);
  const place = standing(fields, history, context.statuses);
  const done = place.status_category === 'done';
  const status = cleanName(fields.status?.name);
  const flagged = isFlagged(raw, issue, context.flagged_field);
  const told = keeps('history') ? history : null;
  const time = keeps('estimates') ? estimates(fields, done) : null;
  return {
    kind: 'work_item',
    key: issue.key,
    title: keeps('title') ? cleanName(fields.summary, TITLE_CAP) : null,
    project: cleanName(fields.project?.name ?? fields.project?.key),
    type: cleanName(fields.issuetype?.name),
    status,
    ...place,
    priority: keeps('priority') ? cleanName(fields.priority?.name) : null,
    priority_rank: keeps('priority')
      ? priorityRank(fields.priority?.id ?? null, fields.priority?.name ?? null)
      : null,
    assignee: fields.assignee ? accountIdOf(fields.assignee) : null,
    reporter: fields.reporter ? accountIdOf(fields.reporter) : null,
    created_at,
    updated_at: instantOrNull('updated', fields.updated) ?? created_at,
    started_at: told?.transitions.find((move) => move.to_category === 'in_progress')?.at ?? null,
    due_on: keeps('due_on') ? dueOn(fields.duedate) : null,
    estimate_hours: time?.estimate_hours ?? null,
    remaining_hours: time?.remaining_hours ?? null,
    spent_hours: time?.spent_hours ?? null,
    labels: keeps('labels') ? names(fields.labels ?? []) : [],
    components: keeps('components') ? names((fields.components ?? []).map(({ name }) => name)) : [],
    blocked: !done && (flagged || isBlockedStatus(status)),
    comment_count: keeps('comment_count')
      ? (fields.comment?.total ?? fields.comment?.comments?.length ?? null)
      : null,
    parent_key: cleanName(fields.parent?.key ?? fields.epic?.key),
    transitions: told?.transitions ?? [],
    assignments: told?.assignments ?? [],
    blocked_spans:
      told === null
        ? []
        : blockedSpans(told, { flagged, status }, created_at, done ? place.resolved_at : null),
    history_known: told !== null,
  };
}

/** One issue as Jira gives it, as our record; or why not. Never throws on data, whatever it is. */
export function normaliseIssue(raw: unknown, context: NormaliseContext): Normalised {
  const refuse = (reason: string): Normalised => ({
    ok: false,
    fault: { external_id: keyOrId(raw), reason },
  });
  const parsed = jiraIssue.safeParse(raw);
  if (!parsed.success) return refuse(describeFault(parsed.error));
  let payload: WorkItem;
  try {
    payload = toWorkItem(raw, parsed.data, context);
  } catch (error) {
    if (error instanceof DateFault) return refuse(error.message);
    throw error;
  }
  const record = sourceRecord.safeParse({
    external_id: context.external_id ?? parsed.data.id,
    account: payload.assignee,
    updated_at: payload.updated_at,
    deleted: false,
    payload,
  });
  if (!record.success) return refuse(describeFault(record.error));
  const { assignee, reporter } = parsed.data.fields;
  const accounts = [toAccount(assignee), toAccount(reporter)].flatMap((found) => found ?? []);
  return { ok: true, record: record.data, accounts };
}
