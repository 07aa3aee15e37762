import type { IsoInstant } from '#domain/date.ts';
import type { WorkItem } from '#domain/record.ts';
import { parseInstant } from '#tools/instant.ts';
import { cleanName, isCleanId } from '#tools/text.ts';
import type { JiraHistoryAnswer } from './answers.ts';
import { isBlockedStatus, type StatusLexicon } from './status.ts';

/** What an issue's changelog tells, in order of time. */
export interface IssueHistory {
  transitions: WorkItem['transitions'];
  assignments: WorkItem['assignments'];
  /** Raised or taken down: Jira Software's "impediment" flag. */
  flags: { at: IsoInstant; raised: boolean }[];
}

type ChangedItem = NonNullable<JiraHistoryAnswer['items']>[number];

/** Most changes of one issue that are kept; a robot that moves a ticket every minute would fill a page otherwise. */
const MAX_CHANGES = 2000;

const isFlag = (item: ChangedItem, flaggedField: string | null): boolean =>
  item.name === 'Flagged' ||
  item.name === 'Impediment' ||
  (flaggedField !== null && item.field === flaggedField);

const account = (id: string | null): string | null => (id !== null && isCleanId(id) ? id : null);

/** Entries with their instant, oldest first; Jira lists the newest first, its ids grow. Null when one has no readable date. */
function inOrder(histories: readonly JiraHistoryAnswer[]) {
  const dated = histories.map((entry) => ({ at: parseInstant(entry.created), entry }));
  if (dated.some(({ at }) => at === null)) return null;
  return dated
    .flatMap(({ at, entry }) => (at === null ? [] : [{ at, entry, order: Number(entry.id ?? 0) }]))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order));
}

/**
 * Reads a changelog. Authors are not kept: who moved a ticket is nobody's indicator.
 * @returns null when an entry's date can't be read.
 */
export function readHistory(
  histories: readonly JiraHistoryAnswer[],
  statuses: StatusLexicon,
  flaggedField: string | null,
): IssueHistory | null {
  const entries = inOrder(histories);
  if (entries === null) return null;
  const history: IssueHistory = { transitions: [], assignments: [], flags: [] };
  const seen = new Set<string>();
  for (const { at, entry } of entries) {
    // The same entry may come twice, in the issue and in the bulk changelog.
    if (entry.id && seen.has(entry.id)) continue;
    if (entry.id) seen.add(entry.id);
    for (const item of entry.items ?? []) addChange(history, at, item, statuses, flaggedField);
  }
  return {
    transitions: history.transitions.slice(-MAX_CHANGES),
    assignments: history.assignments.slice(-MAX_CHANGES),
    flags: history.flags.slice(-MAX_CHANGES),
  };
}

function addChange(
  history: IssueHistory,
  at: IsoInstant,
  item: ChangedItem,
  statuses: StatusLexicon,
  flaggedField: string | null,
): void {
  if (item.field === 'status') {
    history.transitions.push({
      at,
      from: cleanName(item.from_text),
      to: cleanName(item.to_text),
      from_category: statuses.categoryOf(item.from, item.from_text),
      to_category: statuses.categoryOf(item.to, item.to_text),
    });
  } else if (item.field === 'assignee') {
    history.assignments.push({ at, from: account(item.from), to: account(item.to) });
  } else if (isFlag(item, flaggedField)) {
    history.flags.push({ at, raised: (item.to_text ?? item.to ?? '') !== '' });
  }
}

type Span = { from: IsoInstant; to: IsoInstant | null };

/** Stretches in which a state held, from its changes; before the first change the opposite of it held. */
function spansOf(changes: { at: IsoInstant; on: boolean }[], onNow: boolean, createdAt: IsoInstant): Span[] {
  const first = changes[0];
  const spans: Span[] = [];
  let since: IsoInstant | null = (first === undefined ? onNow : !first.on) ? createdAt : null;
  for (const change of changes) {
    if (change.on) since ??= change.at;
    else if (since !== null) {
      spans.push({ from: since, to: change.at });
      since = null;
    }
  }
  return since === null ? spans : [...spans, { from: since, to: null }];
}

/** Overlapping spans made one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = merged.at(-1);
    if (last === undefined || (last.to !== null && last.to < span.from)) merged.push({ ...span });
    else if (last.to !== null && (span.to === null || span.to > last.to)) last.to = span.to;
  }
  return merged;
}

/**
 * When an issue was flagged or stood in a blocked status. Finished work is not blocked: an open stretch ends with
 * the work (`endedAt`).
 */
export function blockedSpans(
  history: IssueHistory,
  now: { flagged: boolean; status: string | null },
  createdAt: IsoInstant,
  endedAt: IsoInstant | null,
): Span[] {
  const flags = history.flags.map(({ at, raised }) => ({ at, on: raised }));
  const [first] = history.transitions;
  const moves = history.transitions.map(({ at, to }) => ({ at, on: isBlockedStatus(to) }));
  const start = { at: createdAt, on: isBlockedStatus(first === undefined ? now.status : first.from) };
  const spans = [
    ...spansOf(flags, now.flagged, createdAt),
    ...spansOf([start, ...moves], false, createdAt),
  ].filter((span) => span.to === null || span.to > span.from);
  return mergeSpans(spans).flatMap((span) => {
    if (endedAt === null) return [span];
    if (span.from >= endedAt) return [];
    return [{ from: span.from, to: span.to === null || span.to > endedAt ? endedAt : span.to }];
  });
}
