import { addDays, type IsoDate, weekStart } from '#domain/date.ts';
import { HISTORY_WEEKS, historyStart } from './calendar.ts';
import type { DemoGoal } from './goals.ts';
import { FLAG_FIELD } from './jira-writer.ts';
import type {
  HarvestDataset,
  HarvestTimeEntry,
  JiraDataset,
  JiraHistory,
  JiraIssue,
} from './vendors/datasets.ts';

export interface VendorData {
  jira: JiraDataset;
  harvest: HarvestDataset;
  goals: readonly DemoGoal[];
  anchor: IsoDate;
  /** Harvest's task for absence. */
  time_off_task: string;
}

/** One issue, read back out of Jira's JSON. */
export interface ReadIssue {
  key: string;
  title: string;
  assignee: string;
  category: string;
  components: string[];
  created: number;
  started: number | null;
  resolved: number | null;
  due: IsoDate | null;
  remaining_hours: number;
  estimate_hours: number | null;
  spent_hours: number;
  reopened: boolean;
  flagged: boolean;
  flagged_since: number | null;
  comments: number;
  mentions: number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const member = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object'
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
const hours = (value: unknown): number => (typeof value === 'number' ? value / 3600 : 0);

type Change = JiraHistory['items'][number] & { at: number };

function changesOf(issue: JiraIssue, field: string): Change[] {
  return issue.changelog.histories.flatMap((history) =>
    history.items
      .filter((item) => item.field === field)
      .map((item) => ({ ...item, at: Date.parse(history.created) })),
  );
}

export function readIssue(issue: JiraIssue): ReadIssue {
  const { fields } = issue;
  const statuses = changesOf(issue, 'status');
  const flags = changesOf(issue, 'Flagged');
  const resolved = text(fields.resolutiondate);
  const comments = member(fields.comment, 'comments');
  const list = Array.isArray(comments) ? comments : [];
  return {
    key: issue.key,
    title: text(fields.summary),
    assignee: text(member(fields.assignee, 'displayName')),
    category: text(member(member(fields.status, 'statusCategory'), 'key')),
    components: (Array.isArray(fields.components) ? fields.components : []).map((one) =>
      text(member(one, 'name')),
    ),
    created: Date.parse(text(fields.created)),
    started: statuses.find((change) => change.toString === 'In Progress')?.at ?? null,
    resolved: resolved === '' ? null : Date.parse(resolved),
    due: text(fields.duedate) || null,
    remaining_hours: hours(fields.timeestimate),
    estimate_hours:
      typeof fields.timeoriginalestimate === 'number' ? hours(fields.timeoriginalestimate) : null,
    spent_hours: hours(fields.timespent),
    reopened: statuses.some((change) => change.fromString === 'Done' || change.fromString === 'Resolved'),
    flagged: fields[FLAG_FIELD] != null,
    flagged_since: flags.filter((change) => change.toString === 'Impediment').at(-1)?.at ?? null,
    comments: list.length,
    mentions: list.filter((comment) => JSON.stringify(member(comment, 'body')).includes('"mention"')).length,
  };
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
};
export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const DAY = 86_400_000;
const instant = (day: IsoDate) => Date.parse(`${day}T00:00:00Z`);

/** Reads the vendors' JSON as a stranger would, to show that the stories are really in it. People go by name. */
export function makeMeasures({ jira, harvest, anchor, time_off_task }: VendorData) {
  const byAssignee = Map.groupBy(jira.issues.map(readIssue), (issue) => issue.assignee);
  const entriesByName = Map.groupBy(harvest.time_entries, (entry) => entry.user.name);
  const issuesOf = (name: string): ReadIssue[] => byAssignee.get(name) ?? [];
  const entriesOf = (name: string): HarvestTimeEntry[] => entriesByName.get(name) ?? [];
  const weeks = Array.from({ length: HISTORY_WEEKS }, (_, index) => addDays(historyStart(anchor), 7 * index));
  const openOf = (name: string) => issuesOf(name).filter((issue) => issue.resolved === null);
  const resolvedBetween = (name: string, from: IsoDate, to: IsoDate) =>
    issuesOf(name).filter(
      ({ resolved }) => resolved !== null && resolved >= instant(from) && resolved < instant(to),
    );
  const worked = (entry: HarvestTimeEntry) => entry.task.name !== time_off_task;
  return {
    weeks,
    issuesOf,
    openOf,
    resolvedBetween,
    notStartedOf: (name: string) => openOf(name).filter((issue) => issue.category === 'new'),
    remainingHours: (name: string) => openOf(name).reduce((sum, issue) => sum + issue.remaining_hours, 0),
    /** Issues closed in each week. */
    throughput: (name: string) => weeks.map((week) => resolvedBetween(name, week, addDays(week, 7)).length),
    /** Median days from first start to the end of what was closed from `from` until before `to`. */
    cycleDays: (name: string, from: IsoDate, to: IsoDate) =>
      medianOf(
        resolvedBetween(name, from, to).flatMap(({ started, resolved }) =>
          started === null || resolved === null ? [] : [(resolved - started) / DAY],
        ),
      ),
    /** Share of the issues open at the beginning of `day` whose due date had passed. */
    overdueShare: (name: string, day: IsoDate) => {
      const open = issuesOf(name).filter(
        ({ created, resolved }) => created < instant(day) && (resolved === null || resolved >= instant(day)),
      );
      return meanOf(open.map(({ due }) => (due !== null && due < day ? 1 : 0)));
    },
    /** Weeks from `from` on in which somebody wrote down hours on a Saturday or Sunday. */
    weekendWeeks: (name: string, from: IsoDate) =>
      new Set(
        entriesOf(name)
          .filter((entry) => entry.spent_date >= from && worked(entry))
          .filter((entry) => addDays(weekStart(entry.spent_date), 4) < entry.spent_date)
          .map((entry) => weekStart(entry.spent_date)),
      ).size,
    hoursByWeek: (name: string) =>
      weeks.map((week) =>
        entriesOf(name)
          .filter((entry) => weekStart(entry.spent_date) === week && worked(entry))
          .reduce((sum, entry) => sum + entry.hours, 0),
      ),
    timeOffHours: (name: string, from: IsoDate, to: IsoDate) =>
      entriesOf(name)
        .filter((entry) => !worked(entry) && entry.spent_date >= from && entry.spent_date <= to)
        .reduce((sum, entry) => sum + entry.hours, 0),
  };
}
export type Measures = ReturnType<typeof makeMeasures>;
