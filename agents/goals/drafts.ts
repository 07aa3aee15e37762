import type { IsoDate } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { Quantity } from './quantities.ts';
import type { VerbForm } from './verb-forms.ts';

export interface Due {
  due: string;
  due_iso: IsoDate | null;
  /** Where it ends, in tokens. */
  last: number;
  /** Said before anything else of its clause: "In 2026 we will …". */
  leading?: boolean;
}

/** A KPI with what is known of it beside its fields. */
export interface KpiDraft {
  kpi: KpiSpec;
  /** A target, range or change was stated. */
  stated: boolean;
  /** The speaker left a blank: "to X%". */
  placeholder: boolean;
  /** A limit to hold rather than a result by a date. */
  standing: boolean;
  /** A verb says so ("keep"), not its comparator alone. */
  held: boolean;
  /** The metric has no usual measure. */
  unmeasured: boolean;
  /** Its words name no usual measure: kept only where nothing else is said. */
  loose: boolean;
  /** An activity ("publish 10 posts") rather than a result. */
  activity: boolean;
}

/** What one clause says. `kpis` may be empty: then its metric and due may still serve its neighbours. */
export interface ClauseResult {
  kpis: KpiDraft[];
  metric: string;
  verb: VerbForm | null;
  due: Due | null;
  /** "the target stands at 75% now" before the clause that names the target. */
  baseline: Quantity | null;
  /** Words but no verb of change: milestone, activity or wish. */
  vague: boolean;
  /** Added by "with" to the clause before it. */
  joined?: boolean;
  /** In the same sentence as the clause before it. */
  continues?: boolean;
}

export const emptyKpi = (metric: string, direction: KpiSpec['direction']): KpiSpec => ({
  metric,
  direction,
  comparator: null,
  baseline: null,
  target: null,
  target_range: null,
  relative: null,
  unit: null,
  window: null,
  due: null,
  due_iso: null,
});

export interface Neighbour {
  verb: VerbForm | null;
  metric: string;
  baseline: Quantity | null;
}

export function finish(kpi: KpiSpec, due: Due | null, flags: Partial<KpiDraft> = {}): KpiDraft {
  kpi.due = due?.due ?? null;
  kpi.due_iso = due?.due_iso ?? null;
  return {
    kpi,
    stated: true,
    placeholder: false,
    standing: false,
    held: true,
    unmeasured: false,
    loose: false,
    activity: false,
    ...flags,
  };
}
