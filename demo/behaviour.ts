import { addDays, daysBetween, type IsoDate, weekStart } from '#domain/date.ts';
import { seasonOf } from './calendar.ts';
import { type Focus, type Member, NEWCOMER } from './roster.ts';

/** How work of one kind goes, before anything is planted. Hours and working days; `sigma` of the logarithm. */
export interface WorkProfile {
  /** Share of the working day that goes into work items. */
  share: number;
  effort: { median: number; sigma: number };
  /** Items worked on side by side. */
  parallel: number;
  /** Where an item waits once the work is done; null when it is done at once. */
  wait: { status: string; median: number; sigma: number } | null;
  reopen: number;
  blocked: number;
  /** Hours of not-started work that somebody usually has before them. */
  backlog: number;
  due_share: number;
  /** Days between receiving an item and its due date. */
  lead: readonly [number, number];
}

const review = { status: 'In Review', median: 0.9, sigma: 0.7 };

export const profiles: Readonly<Record<Focus, WorkProfile>> = {
  engineering: {
    share: 0.72,
    effort: { median: 8.5, sigma: 0.52 },
    parallel: 2,
    wait: review,
    reopen: 0.07,
    blocked: 0.09,
    backlog: 20,
    due_share: 0.65,
    lead: [10, 26],
  },
  quality: {
    share: 0.74,
    effort: { median: 3.8, sigma: 0.4 },
    parallel: 1,
    wait: { status: 'Awaiting Build', median: 0.45, sigma: 0.6 },
    reopen: 0.04,
    blocked: 0.05,
    backlog: 14,
    due_share: 0.6,
    lead: [7, 16],
  },
  support: {
    share: 0.76,
    effort: { median: 3.7, sigma: 0.5 },
    parallel: 2,
    wait: { status: 'Waiting for Customer', median: 0.5, sigma: 0.8 },
    reopen: 0.08,
    blocked: 0.03,
    backlog: 6,
    due_share: 0.8,
    lead: [6, 12],
  },
  sales: {
    share: 0.66,
    effort: { median: 8, sigma: 0.5 },
    parallel: 2,
    wait: { status: 'Waiting for Customer', median: 1.5, sigma: 0.9 },
    reopen: 0.03,
    blocked: 0.04,
    backlog: 12,
    due_share: 0.7,
    lead: [13, 26],
  },
  customer_success: {
    share: 0.66,
    effort: { median: 8, sigma: 0.5 },
    parallel: 2,
    wait: { status: 'Waiting for Customer', median: 1.2, sigma: 0.9 },
    reopen: 0.03,
    blocked: 0.05,
    backlog: 14,
    due_share: 0.75,
    lead: [13, 28],
  },
  marketing: {
    share: 0.7,
    effort: { median: 8.5, sigma: 0.6 },
    parallel: 2,
    wait: { ...review, median: 1.2 },
    reopen: 0.06,
    blocked: 0.05,
    backlog: 20,
    due_share: 0.8,
    lead: [12, 26],
  },
  operations: {
    share: 0.6,
    effort: { median: 10, sigma: 0.5 },
    parallel: 2,
    wait: null,
    reopen: 0.02,
    blocked: 0.06,
    backlog: 16,
    due_share: 0.7,
    lead: [12, 26],
  },
  lead: {
    share: 0.18,
    effort: { median: 4.5, sigma: 0.6 },
    parallel: 2,
    wait: null,
    reopen: 0.02,
    blocked: 0.03,
    backlog: 9,
    due_share: 0.6,
    lead: [12, 26],
  },
  leadership: {
    share: 0.14,
    effort: { median: 4, sigma: 0.5 },
    parallel: 2,
    wait: null,
    reopen: 0,
    blocked: 0.02,
    backlog: 6,
    due_share: 0.5,
    lead: [12, 28],
  },
};

/** A person's profile, with what is planted in it by day. */
export interface Behaviour extends WorkProfile {
  /** Effort done in an hour, 1 for the average colleague. */
  pace: number;
  /** Days until an item received on this day is due: from, to. */
  leadDays(day: IsoDate): readonly [number, number];
  /** Hours worked against contract. */
  hoursFactor(day: IsoDate): number;
  backlogHours(day: IsoDate): number;
  waitFactor(day: IsoDate): number;
  /** From this day one finished item waits for review, flagged, and nobody looks at it. */
  stuck_on: IsoDate | null;
  /** Away on these days, both ends included, whatever else is planned. */
  leave: { from: IsoDate; to: IsoDate } | null;
  /** Hours that are worked on this Saturday. */
  saturdayHours(day: IsoDate): number;
  /** Takes ordinary holidays. */
  rests: boolean;
  /** Takes what is due soon before what is important. */
  watchesDates(day: IsoDate): boolean;
  /** Comments per item, and whether colleagues thank and mention the person. */
  comment_rate: number;
  mentioned: boolean;
}

/** The people of the stories, by what happens to them. */
export const cast = {
  overloaded: 'tomas.brandvik',
  roomy: 'linh.tran',
  slid: 'marisol.quiroga',
  quiet: 'hanneke.vos',
  newcomer: NEWCOMER.id,
  part_time: 'elodie.marchetti',
  blocked: 'yusuf.demirel',
  away: 'birgit.lund',
  other_mail: 'chidi.okonkwo',
  worn_out: 'katarzyna.wolska',
  strained: 'noor.haddad',
  behind: 'devraj.pillai',
  silent: 'rohan.mehta',
} as const;

export const OVERLOAD_WEEKS = 7;
export const SLIDE_WEEKS = 3;
/** For so many weeks two people have worked long hours without an end in sight. */
export const LONG_HOURS_WEEKS = 9;
/** From this many days before the anchor; the first working day after it is at most three days later. */
export const STUCK_DAYS = 24;

/** Rises from 0 at the beginning of the last `weeks` weeks to 1 at the anchor. */
const ramp = (day: IsoDate, anchor: IsoDate, weeks: number) =>
  Math.min(1, Math.max(0, 1 - daysBetween(day, anchor) / (7 * weeks)));

function planted(member: Member, anchor: IsoDate): Partial<Behaviour> {
  switch (member.id) {
    case cast.overloaded:
      return {
        effort: { median: 10, sigma: 0.35 },
        leadDays: (day) => (ramp(day, anchor, OVERLOAD_WEEKS) === 0 ? [12, 26] : [6, 12]),
        due_share: 0.95,
        watchesDates: (day) => ramp(day, anchor, OVERLOAD_WEEKS) === 0,
        backlogHours: (day) => 22 + 80 * ramp(day, anchor, OVERLOAD_WEEKS),
        hoursFactor: (day) => 1 + 0.3 * Math.sqrt(ramp(day, anchor, OVERLOAD_WEEKS)),
      };
    case cast.roomy:
      return { effort: { median: 7.5, sigma: 0.4 }, backlogHours: (day) => 24 - 21 * ramp(day, anchor, 4) };
    case cast.slid: {
      const from = addDays(weekStart(anchor), -7 * SLIDE_WEEKS);
      return { waitFactor: (day) => (day >= from ? 10 : 1) };
    }
    case cast.quiet:
      return {
        pace: 1.7,
        effort: { median: 7.5, sigma: 0.45 },
        reopen: 0.01,
        comment_rate: 0.12,
        mentioned: false,
        backlog: 26,
      };
    case cast.newcomer:
      return { pace: 0.6, effort: { median: 4, sigma: 0.4 }, backlogHours: () => 8 };
    case cast.worn_out:
      return {
        rests: false,
        hoursFactor: (day) => (day >= addDays(anchor, -7 * LONG_HOURS_WEEKS) ? 1.2 : 1),
        saturdayHours: (day) => (day >= addDays(anchor, -7 * LONG_HOURS_WEEKS) ? 3.5 : 0),
      };
    case cast.strained: {
      const from = addDays(weekStart(anchor), -7 * SLIDE_WEEKS);
      return {
        rests: false,
        hoursFactor: (day) => (day >= addDays(anchor, -7 * LONG_HOURS_WEEKS) ? 1.19 : 1),
        wait: { ...review, median: 0.6, sigma: 0.5 },
        waitFactor: (day) => (day >= from ? 11 : 1),
      };
    }
    case cast.blocked:
      return { stuck_on: addDays(anchor, -STUCK_DAYS) };
    case cast.away:
      return {
        backlogHours: (day) => 24 - 18 * ramp(day, anchor, 4),
        leave: { from: addDays(anchor, -4), to: addDays(weekStart(anchor), 11) },
      };
    default:
      return {};
  }
}

export function behaviourOf(member: Member, anchor: IsoDate, pace: number): Behaviour {
  const profile = profiles[member.focus];
  const share = member.weekly_hours / 40;
  const changes = planted(member, anchor);
  const backlog = (changes.backlog ?? profile.backlog) * share;
  return {
    ...profile,
    pace,
    hoursFactor: () => 1,
    leadDays: () => profile.lead,
    backlogHours: (day) => backlog * seasonOf(day).demand,
    waitFactor: () => 1,
    saturdayHours: () => 0,
    rests: true,
    stuck_on: null,
    leave: null,
    watchesDates: () => true,
    comment_rate: 0.7,
    mentioned: true,
    ...changes,
  };
}
