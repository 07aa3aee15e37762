import type { ChangePoint, Finding, Forecast, Trend } from './assessment.ts';
import type { IsoDate, Period } from './date.ts';
import type { Authorship, DraftClaim, PlanArea } from './draft.ts';
import type { StoredEvidence } from './evidence.ts';
import type { Kpi } from './goal.ts';
import type { EvidenceId, GoalId, PersonId } from './ids.ts';
import type { IndicatorDefinition } from './indicator.ts';
import type { JobFunction, Skill } from './person.ts';
import type { Archetype } from './policy.ts';

/** One work item as far as a writer may speak of it. Each figure is a fact of the evidence named. */
export interface BriefItem {
  evidence_id: EvidenceId;
  /** Closed within the period, or open on its last day. */
  state: 'closed' | 'open';
  key: string;
  /** Untrusted text, cleaned and capped; null where there is none or where it reads like an order to the reader. */
  title: string | null;
  type: string | null;
  components: string[];
  /** 1 is the most urgent of five. */
  priority_rank: number | null;
  resolved_on: IsoDate | null;
  /** Calendar days from creation, and from first start, to resolution. */
  lead_days: number | null;
  cycle_days: number | null;
  due_on: IsoDate | null;
  /** Closed after its due day; null when open or without a due day. */
  late: boolean | null;
  /** Whole days that an open item stood past its due day at the end of the period. */
  overdue_days: number | null;
  reopened: number;
  /** Days within the period during which it stood blocked. */
  blocked_days: number | null;
  blocked: boolean;
  in_progress: boolean;
  remaining_hours: number | null;
}

/** Counts over all items of the period, also over those that are not listed one by one. */
export interface BriefOverview {
  evidence_id: EvidenceId;
  closed: number;
  /** Of those closed that had a due day. */
  closed_with_due: number;
  closed_late: number;
  reopened: number;
  by_type: { name: string; count: number }[];
  by_component: { name: string; count: number }[];
  open: number;
  open_with_due: number;
  in_progress: number;
  not_started: number;
  overdue: number;
  blocked: number;
  /** Sum over the open items that state it; null when none does. */
  remaining_hours: number | null;
}

/** One indicator of the person's role framework. */
export interface BriefMeasure {
  evidence_id: EvidenceId;
  definition: IndicatorDefinition;
  /** Mean of the last observed weeks and of those before. */
  recent: number | null;
  /** Observed weeks that `recent` is the mean of. */
  recent_weeks: number;
  /** Monday of the first of them. */
  recent_from: IsoDate | null;
  baseline: number | null;
  trend: Trend | null;
  change_point: ChangePoint | null;
  forecast: Forecast | null;
  standing: 'within' | 'below' | 'above' | 'not_enough_data';
  corridor: { low: number | null; high: number | null };
  weight: number;
  /** Items behind it, and weeks with a value. */
  n: number;
  weeks: number;
  /** A level that the person reached in their own better weeks (quartile on the better side); null when under 8 weeks. */
  reachable: number | null;
  partial: boolean;
}

export interface BriefFinding {
  finding: Finding;
  /** Evidence of the brief that it rests on; never empty. */
  evidence_ids: EvidenceId[];
}

export interface BriefGoal {
  id: GoalId;
  evidence_id: EvidenceId;
  objective: string;
  kpis: { kpi: Kpi; latest: { value: number; on: IsoDate } | null }[];
}

/** Everything that a writer may know. Nothing outside it may be said. */
export interface SummaryBrief {
  person: {
    id: PersonId;
    name: string;
    email: string | null;
    job_title: string | null;
    job_function: JobFunction;
    start_date: IsoDate | null;
    skills: Skill[];
  };
  team_name: string | null;
  /** Complete weeks; every item of evidence is dated within it. */
  period: Period;
  as_of: IsoDate;
  archetype: Archetype;
  weekly_hours: number | null;
  /** All that may be cited. */
  evidence: StoredEvidence[];
  overview: BriefOverview | null;
  items: BriefItem[];
  measures: BriefMeasure[];
  findings: BriefFinding[];
  goals: BriefGoal[];
  /** Too little for a summary: the writer returns no claims. */
  thin: boolean;
  /** A source's last read was incomplete. */
  partial: boolean;
  /** Names and addresses of other people that may occur in the evidence: pseudonymised before a model sees it. */
  other_people: { name: string; email: string | null }[];
}

/** A plan rests on the same as a summary. */
export type PlanBrief = SummaryBrief;

export interface WriterOptions {
  /** What verification found wrong with an earlier attempt, one sentence each; empty at first. */
  feedback: string[];
  signal: AbortSignal;
}

export interface WrittenSummary {
  claims: DraftClaim[];
  authorship: Authorship;
}

export interface WrittenPlan {
  areas: PlanArea[];
  authorship: Authorship;
}

/**
 * Words what the brief states. Never throws but for an abort: a writer that fails hands over to the offline one and
 * says so in `authorship.fallback_reason`. Citations are ids of the brief's evidence; no claims means not enough data.
 */
export interface Writer {
  /** E.g. `offline@1`. */
  readonly name: string;
  writeSummary(brief: SummaryBrief, options: WriterOptions): Promise<WrittenSummary>;
  writePlan(brief: PlanBrief, options: WriterOptions): Promise<WrittenPlan>;
}
