/** How the pages say what the API codes. */
export const proposalStates: Record<
  string,
  { word: string; tone: 'plain' | 'attention' | 'good' | 'broken' }
> = {
  awaiting_approval: { word: 'waits for a decision', tone: 'attention' },
  approved: { word: 'approved, about to be carried out', tone: 'good' },
  executing: { word: 'being carried out', tone: 'good' },
  executed: { word: 'carried out', tone: 'good' },
  measured: { word: 'carried out and measured', tone: 'good' },
  rejected: { word: 'rejected', tone: 'plain' },
  expired: { word: 'expired', tone: 'plain' },
  void: { word: 'void: the target had changed', tone: 'attention' },
  superseded: { word: 'superseded', tone: 'plain' },
  withdrawn: { word: 'withdrawn', tone: 'plain' },
  failed: { word: 'failed', tone: 'broken' },
  needs_person: { word: 'unclear: somebody must look', tone: 'broken' },
};

export const decisionWords: Record<string, string> = {
  approve: 'approved',
  edit: 'edited',
  reject: 'rejected',
  respond: 'asked about',
};

export const severities: Record<string, { word: string; tone: string; rank: number }> = {
  urgent: { word: 'urgent', tone: 'broken', rank: 0 },
  attention: { word: 'attention', tone: 'attention', rank: 1 },
  note: { word: 'note', tone: 'plain', rank: 2 },
};

export const executionStates: Record<string, string> = {
  queued: 'waits',
  leased: 'being carried out',
  done: 'done',
  void: 'not done',
  failed: 'failed',
  unknown: 'unclear',
};

/** What a proposal is about, in two words. */
export const kinds: Record<string, string> = {
  rebalance_workload: 'Workload',
  goal_at_risk: 'Goal at risk',
  check_in: 'Check-in',
  recognition: 'Recognition',
  unblock: 'Blocked work',
  burnout_warning: 'Overload',
  retention_conversation: 'Career talk',
  undo: 'Undo',
};

/** What can't wait comes first. */
const urgency = [
  'burnout_warning',
  'rebalance_workload',
  'goal_at_risk',
  'unblock',
  'retention_conversation',
  'check_in',
  'undo',
  'recognition',
];

export const byUrgency = (one: { kind: string }, other: { kind: string }) =>
  urgency.indexOf(one.kind) - urgency.indexOf(other.kind);

export const purposes: Record<string, string> = {
  check_in: 'A check-in',
  workload: 'A talk about workload',
  recognition: 'A word of recognition',
  retention: 'A talk about what comes next',
  goal_review: 'A review of the goal',
};

export const goalStates: Record<string, { word: string; tone: string }> = {
  draft: { word: 'draft', tone: 'plain' },
  active: { word: 'active', tone: 'good' },
  paused: { word: 'paused', tone: 'plain' },
  achieved: { word: 'achieved', tone: 'good' },
  missed: { word: 'missed', tone: 'broken' },
  cancelled: { word: 'cancelled', tone: 'plain' },
};

export const progressWords: Record<string, { word: string; tone: string }> = {
  on_track: { word: 'on track', tone: 'good' },
  at_risk: { word: 'at risk', tone: 'attention' },
  off_track: { word: 'off track', tone: 'broken' },
  reached: { word: 'reached', tone: 'good' },
  unknown: { word: 'not measured yet', tone: 'plain' },
};

export const sectionTitles: Record<string, string> = {
  achieved: 'What was achieved',
  against_role: 'Against role and goals',
  in_the_way: 'What got in the way',
  to_discuss: 'To talk about',
};

const days = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
export const day = (date: string) => days.format(new Date(date));
const shortDays = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
/** `24 Aug`, for axes and heads of columns. */
export const shortDay = (date: string) => shortDays.format(new Date(date));
/** `24 Aug to 22 Nov 2026`: the year once where it is one. */
export const span = (from: string, to: string) =>
  `${from.slice(0, 4) === to.slice(0, 4) ? shortDays.format(new Date(from)) : day(from)} to ${day(to)}`;

const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
/** A fact's period as the API has it: a day, a month `YYYY-MM`, a week's Monday, or `from/to`. */
export function factPeriod(period: string): string {
  const [from = '', to] = period.split('/');
  if (to !== undefined) return span(from, to);
  if (Number.isNaN(Date.parse(from))) return period;
  return from.length === 7 ? months.format(new Date(from)) : day(from);
}

const moments = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
export const moment = (instant: string) => moments.format(new Date(instant));

const figures = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
export const figure = (value: number) => figures.format(value);

const unitWords: Record<string, string> = { percent: '%', hours: 'h', days: 'd', count: '', ratio: '' };
/** Noun and number: `1 move`, `2 moves`. */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** A value with its unit; a missing one says so. */
export function quantity(value: number | null, unit: string): string {
  if (value === null) return 'not enough data';
  const word = unitWords[unit] ?? unit;
  return word === '' ? figure(value) : `${figure(value)}\u00a0${word}`;
}

const PERCENT = 100;
/** `80 %, between 48 and 95`: a share with its 95 % interval. */
export const shareWords = ({
  share,
  lower95,
  upper95,
}: {
  share: number;
  lower95: number;
  upper95: number;
}) =>
  `${Math.round(share * PERCENT)} %, between ${Math.round(lower95 * PERCENT)} and ${Math.round(upper95 * PERCENT)}`;

/** A share of 0 to 1 as percent with one decimal where it isn't whole: "98.5 %". */
export const percent = (share: number) => `${figure(Math.round(1000 * share) / 10)} %`;

const MINUTES = 60;
const TWO_DAYS = 48;
/** How long something took, in the unit that says most: `4 min`, `3.5 h`, `2.1 d`. */
export function duration(hours: number): string {
  const minutes = Math.round(hours * MINUTES);
  if (minutes < 1) return 'under 1 min';
  if (minutes < MINUTES) return `${minutes}\u00a0min`;
  return hours < TWO_DAYS ? `${figure(hours)}\u00a0h` : `${figure((2 * hours) / TWO_DAYS)}\u00a0d`;
}
