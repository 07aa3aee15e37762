import type { JiraDataset, JiraIssue } from './datasets.ts';

/** A JQL that Jira would not take, with its message. */
export class JqlFault extends Error {}

/** What our queries ask: a moment from which on issues changed, in certain projects or all. */
export interface IssueQuery {
  since: number;
  /** Changed before it; infinite where the query has no end. */
  until: number;
  projects: ReadonlySet<string> | null;
}

const minutesOf: Record<string, number> = { m: 1, h: 60, d: 1440, w: 10_080 };

/** Offset of a zone from UTC at an instant, in ms. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(instant / 1000) * 1000;
}

/** Jira reads dates in the zone of the account that asks; of an hour that comes twice, the first. */
function localInstant(text: string, timeZone: string): number {
  const asUtc = Date.parse(`${text.replace(' ', 'T')}:00Z`);
  const candidates = [offsetAt(asUtc - 86_400_000, timeZone), offsetAt(asUtc + 86_400_000, timeZone)].map(
    (offset) => asUtc - offset,
  );
  const exact = candidates.filter((instant) => instant + offsetAt(instant, timeZone) === asUtc);
  return Math.min(...(exact.length > 0 ? exact : candidates));
}

/** The subset of JQL that Fairlead sends, strictly; anything else is refused as Jira refuses what it can't read. */
export function parseJql(jql: string, timeZone: string, now: number): IssueQuery {
  const [condition = '', order] = jql.split(/\s+ORDER\s+BY\s+/i);
  if (condition.trim() === '')
    throw new JqlFault(
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    );
  if (order !== undefined && !/^updated ASC(, key ASC)?$/i.test(order.trim()))
    throw new JqlFault(`This simulated Jira orders by "updated ASC, key ASC" only, not by ${order}.`);
  const match =
    /^(?:project in \(([^)]*)\) AND )?updated >= (?:"(\d{4}-\d{2}-\d{2} \d{2}:\d{2})"|-(\d+)([mhdw]))(?: AND updated < "(\d{4}-\d{2}-\d{2} \d{2}:\d{2})")?$/.exec(
      condition.trim(),
    );
  if (match === null) throw new JqlFault(`Error in the JQL Query: ${condition}`);
  const [, projects, absolute, amount, unit, before] = match;
  const since =
    absolute === undefined
      ? now - Number(amount) * (minutesOf[unit ?? 'm'] ?? 1) * 60_000
      : localInstant(absolute, timeZone);
  const keys = projects?.split(',').map((key) => key.trim().replace(/^"|"$/g, ''));
  const until = before === undefined ? Number.POSITIVE_INFINITY : localInstant(before, timeZone);
  return { since, until, projects: keys === undefined ? null : new Set(keys) };
}

/** Milliseconds of Jira's `2026-03-02T09:15:00.000+0000`. */
export const jiraTime = (text: unknown): number =>
  Date.parse(String(text).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));

const projectKey = (issue: JiraIssue): string => issue.key.split('-')[0] ?? '';

/** Where an issue stands in the order of a search. A date that can't be read comes last. */
export interface Position {
  updated: number;
  key: string;
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Read once: a search of a hundred thousand issues looks at each of them for each of its pages. */
const positions = new WeakMap<JiraIssue, Position & { text: unknown }>();

export function positionOf(issue: JiraIssue): Position {
  const text = issue.fields.updated;
  const known = positions.get(issue);
  if (known !== undefined && known.text === text) return known;
  const updated = jiraTime(text);
  const position = { updated: Number.isNaN(updated) ? LAST : updated, key: issue.key, text };
  positions.set(issue, position);
  return position;
}

export function comparePositions(a: Position, b: Position): number {
  if (a.updated !== b.updated) return a.updated - b.updated;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

const byPosition = (a: JiraIssue, b: JiraIssue): number => comparePositions(positionOf(a), positionOf(b));

const orders = new WeakMap<JiraDataset, { of: JiraIssue[]; order: JiraIssue[] }>();

/** All issues, oldest change first. The order of the last time nearly holds, and then sorting costs next to nothing. */
function inOrder({ issues }: JiraDataset, known: { of: JiraIssue[]; order: JiraIssue[] } | undefined) {
  const same =
    known?.of.length === issues.length && issues.every((issue, index) => issue === known.of[index]);
  return { of: same ? known.of : [...issues], order: (same ? known.order : [...issues]).sort(byPosition) };
}

/** Issues that answer the query, oldest change first, then by key. */
export function findIssues(dataset: JiraDataset, query: IssueQuery): JiraIssue[] {
  const found = inOrder(dataset, orders.get(dataset));
  orders.set(dataset, found);
  return found.order.filter((issue) => {
    const { updated } = positionOf(issue);
    const isIn = updated >= query.since && updated < query.until;
    return isIn && (query.projects?.has(projectKey(issue)) ?? true);
  });
}
