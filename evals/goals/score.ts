import type { KpiSpec } from '#domain/goal.ts';
import { agreement, JUDGED, type JudgedField, likeness, sameNumber, valueAgrees } from './fields.ts';
import type { GoldKpi, GoldStatement } from './gold.ts';

/** What was read of a statement. */
export interface Reading {
  kpis: readonly KpiSpec[];
  needs_clarification: readonly string[];
}

/** One statement judged. */
export interface StatementScore {
  /** Every KPI found, none besides, and all that matters of each right. */
  exact: boolean;
  matched: number;
  wanted: number;
  given: number;
  /** Numbers in a target or baseline that no annotation accepts, of all that were given. */
  invented: number;
  slots: number;
  asked: { right: number; needless: number; missed: number };
  /** In words, what is wrong. */
  faults: string[];
  fields: { field: JudgedField; agrees: boolean }[];
}

// A metric that is named quite otherwise is another metric, whatever its figures.
const SAME_METRIC = 0.5;
const NEAR_OPTIONAL = 0.4;
/** What must be right of a KPI for its statement to be exact; comparator and window are told beside it. */
const EXACT: ReadonlySet<JudgedField> = new Set([
  'metric',
  'direction',
  'target',
  'baseline',
  'relative',
  'unit',
  'due',
]);

function pairsOf(kpis: readonly KpiSpec[], wanted: readonly GoldKpi[]): Map<KpiSpec, GoldKpi> {
  const candidates = kpis
    .flatMap((kpi) =>
      wanted.map((gold) => {
        const agreed = Object.values(agreement(kpi, gold)).filter((agrees) => agrees === true).length;
        return { kpi, gold, score: likeness(kpi.metric, gold.metric) + agreed / 10 };
      }),
    )
    .sort((one, other) => other.score - one.score);
  const pairs = new Map<KpiSpec, GoldKpi>();
  const taken = new Set<GoldKpi>();
  for (const { kpi, gold, score } of candidates) {
    if (score < SAME_METRIC || pairs.has(kpi) || taken.has(gold)) continue;
    pairs.set(kpi, gold);
    taken.add(gold);
  }
  return pairs;
}

/** KPIs that nobody stated. Of a vague goal a milestone or a bare direction may be given where its annotation says so. */
function surplus(
  statement: GoldStatement,
  kpis: readonly KpiSpec[],
  pairs: ReadonlyMap<KpiSpec, GoldKpi>,
): KpiSpec[] {
  const optional = statement.kpis.filter((gold) => gold.optional);
  const extra = kpis.filter(
    (kpi) => !pairs.has(kpi) && !optional.some((gold) => likeness(kpi.metric, gold.metric) >= NEAR_OPTIONAL),
  );
  if (statement.kind !== 'd') return extra;
  if (statement.subkind === 'milestone' && extra.length <= 1)
    return extra.filter(({ target }) => target !== 1 && target !== null);
  if (statement.accept_direction_only)
    return extra.filter(({ target, relative }) => target !== null || relative !== null);
  return extra;
}

function inventedIn(statement: GoldStatement, kpis: readonly KpiSpec[]): { invented: number; slots: number } {
  const allowed = statement.kpis.flatMap((gold) => [
    gold.target,
    gold.baseline,
    ...gold.target_ok,
    ...gold.baseline_ok,
    ...(gold.target_range ?? []),
  ]);
  const given = kpis.flatMap((kpi) =>
    (['target', 'baseline'] as const).flatMap((field) => (kpi[field] === null ? [] : [{ kpi, field }])),
  );
  const invented = given.filter(
    ({ kpi, field }) =>
      !allowed.some((value) => value !== null && sameNumber(kpi[field], value)) &&
      !statement.kpis.some((gold) => valueAgrees(kpi, gold, field)),
  );
  return { invented: invented.length, slots: given.length };
}

/** Judges what was read of one statement by the rules of the goals' annotation (shared/data/goals, scorer beside it). */
export function scoreStatement(statement: GoldStatement, reading: Reading): StatementScore {
  const wanted = statement.kpis.filter((gold) => !gold.optional);
  const pairs = pairsOf(reading.kpis, wanted);
  const extra = surplus(statement, reading.kpis, pairs);
  const missed = wanted.filter((gold) => ![...pairs.values()].includes(gold));
  const judged = [...pairs].flatMap(([kpi, gold]) => {
    const fields = agreement(kpi, gold);
    return JUDGED.flatMap((field) => {
      const agrees = fields[field];
      return agrees === null ? [] : [{ field, agrees, metric: gold.metric }];
    });
  });
  const wrong = judged.filter(({ field, agrees }) => !agrees && EXACT.has(field));
  const faults = [
    ...missed.map(({ metric }) => `not found: ${metric}`),
    ...extra.map(({ metric }) => `not stated: ${metric}`),
    ...wrong.map(({ field, metric }) => `${field} of ${metric}`),
  ];
  const needed = new Set<string>(statement.needs_clarification);
  const asked = new Set(reading.needs_clarification);
  return {
    exact: faults.length === 0,
    matched: pairs.size,
    wanted: wanted.length,
    given: pairs.size + extra.length,
    ...inventedIn(statement, reading.kpis),
    asked: {
      right: needed.intersection(asked).size,
      needless: asked.difference(needed).size,
      missed: needed.difference(asked).size,
    },
    faults,
    fields: judged.map(({ field, agrees }) => ({ field, agrees })),
  };
}
