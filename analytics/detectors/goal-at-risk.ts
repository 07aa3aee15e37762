import { addDays, daysBetween, type IsoDate, weekStart } from '#domain/date.ts';
import type { KpiAtRisk } from '#domain/goal.ts';
import { amountText } from '#domain/goal-progress.ts';
import { type AttainmentQuestion, attainment } from '../forecast/attainment.ts';
import { forecast } from '../forecast/forecast.ts';
import { type Proportion, proportion } from '../series/proportion.ts';
import { percent, plainName } from './figures.ts';
import type { DetectInput, Detector, DetectorFinding, GoalStanding } from './finding.ts';

/** Below it somebody should look: at four in ten a miss is likelier than not, and there is still something to be done. */
export const CHANCE_AT_RISK = 0.4;
/** A new target or date is offered where it would be reached rather than not. */
export const CHANCE_OFFERED = 0.6;
/** Without a forecast: half of the time gone, and a quarter of the way behind the straight line. */
export const ELAPSED_AT_LEAST = 0.5;
export const LAG_AT_LEAST = 0.25;
/** An older value says how it was, not how it is: that is a matter of a check-in. */
export const VALUE_DAYS = 28;
/** What has been overdue longer was given up or forgotten; reminding of it weekly helps nobody. */
export const PAST_DAYS = 60;
/** Six values are the least from which a course and its spread can be told. */
export const VALUES_NEEDED = 6;
/** Further ahead than a year a weekly series says nothing. */
const WEEKS_AHEAD = 52;
/** Nobody waits longer than half a year for a date to be reached. */
const WEEKS_LATER = 26;
const URGENT_WEEKS = 3;

export interface GoalOutlook {
  /** Chance of attainment by the date, with an interval as wide as so few values make it. */
  chance: Proportion;
  weeks_left: number;
  values: number;
  /** Most that is reached by the date rather than not; null where the forecast doesn't support any. */
  rescope_to: number | null;
  /** First Friday by which the target is reached rather than not; null for none within half a year of the date. */
  replan_on: IsoDate | null;
  replan_chance: Proportion | null;
}

type Comparator = AttainmentQuestion['comparator'];

const comparatorOf = (risk: KpiAtRisk): Comparator =>
  risk.comparator === '>=' || risk.comparator === '<='
    ? risk.comparator
    : risk.direction === 'decrease' || risk.direction === 'maintain'
      ? '<='
      : '>=';

/** Two significant digits, on the side that is easier to reach. */
function roundedToEasier(value: number, comparator: Comparator): number {
  if (value === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const units = value / step;
  const easier = comparator === '<=' ? Math.ceil(units - 1e-9) : Math.floor(units + 1e-9);
  return Number((easier * step).toPrecision(12));
}

/** By halving: the target that is met at this step with the chance that is offered. */
function reachable(question: Omit<AttainmentQuestion, 'target'>, from: number, to: number): number | null {
  const chanceOf = (target: number) => attainment({ ...question, target }) ?? 0;
  if (chanceOf(from) < CHANCE_OFFERED) return null;
  let [met, unmet] = [from, to];
  for (let turn = 0; turn < 40; turn += 1) {
    const middle = (met + unmet) / 2;
    if (chanceOf(middle) >= CHANCE_OFFERED) met = middle;
    else unmet = middle;
  }
  return met;
}

/** What the course of a result, carried forward, makes of its target; null where too little is known. */
export function outlookOf({ risk, weekly }: GoalStanding, asOf: IsoDate): GoalOutlook | null {
  const { target, due_iso: due, value, baseline } = risk;
  const values = weekly.filter((one) => one !== null).length;
  if (target === null || due === null || value === null || values < VALUES_NEEDED || due <= asOf) return null;
  const left = Math.max(1, Math.ceil(daysBetween(weekStart(asOf), due) / 7));
  if (left > WEEKS_AHEAD) return null;
  const ahead = forecast({ period: 'week', values: weekly, horizon: left + WEEKS_LATER });
  const comparator = comparatorOf(risk);
  const question = { forecast: ahead, comparator, step: left };
  const chance = attainment({ ...question, target });
  if (chance === null) return null;
  const known = (share: number): Proportion =>
    proportion(share * values, values) ?? { value: share, lower80: 0, upper80: 1 };
  let replan: { on: IsoDate; chance: number } | null = null;
  for (let step = left + 1; step <= left + WEEKS_LATER && replan === null; step += 1) {
    const then = attainment({ ...question, step, target });
    if (then !== null && then >= CHANCE_OFFERED)
      replan = { on: addDays(weekStart(asOf), 7 * (step - 1) + 4), chance: then };
  }
  const start = baseline ?? value;
  const easier = reachable(question, start, target);
  const rescope = easier === null ? null : roundedToEasier(easier, comparator);
  // A smaller target that is reached already is no target.
  const further = rescope !== null && (comparator === '<=' ? rescope < value : rescope > value);
  const moves = rescope !== null && rescope !== target && further;
  return {
    chance: known(chance),
    weeks_left: left,
    values,
    rescope_to: moves ? rescope : null,
    replan_on: replan !== null && replan.on > due ? replan.on : null,
    replan_chance: replan === null ? null : known(replan.chance),
  };
}

const atLeast = { '>=': 'at least', '<=': 'at most', '=': 'exactly', between: 'between' } as const;

const whole = (share: number): string => `${Math.round(100 * share)} %`;

function reasonsOf(risk: KpiAtRisk, outlook: GoalOutlook | null, asOf: IsoDate): string[] {
  const { value, target, unit, baseline, due_iso: due, share, elapsed } = risk;
  if (value === null || target === null || due === null) return [];
  const amount = (one: number) => amountText(one, unit);
  const way = share === null ? '' : `, ${whole(share)} of the way`;
  const began = baseline === null ? '' : ` from ${amount(baseline)}`;
  const standing = `“${plainName(risk.metric)}” stood at ${amount(value)} on ${risk.as_of}${way}${began} to ${atLeast[comparatorOf(risk)]} ${amount(target)}`;
  if (due <= asOf) return [`${standing}; its date, ${due}, is past.`];
  const time =
    elapsed === null || share === null
      ? ` by ${due}.`
      : ` by ${due}; ${whole(elapsed)} of the time is gone and ${daysBetween(asOf, due)} days are left.`;
  if (outlook === null) return [`${standing}${time}`];
  const { chance, values } = outlook;
  return [
    `${standing}${time}`,
    `Its course over ${values} weeks, carried forward, reaches the target by then with a chance of ${percent(chance.value)} (80 % interval ${Math.round(100 * chance.lower80)} to ${whole(chance.upper80)}).`,
  ];
}

function isAtRisk({ risk }: GoalStanding, outlook: GoalOutlook | null, asOf: IsoDate): boolean {
  const { due_iso: due, share, elapsed } = risk;
  if (due === null || risk.value === null || risk.target === null) return false;
  if (daysBetween(due, asOf) > PAST_DAYS) return false;
  if (due > asOf && daysBetween(risk.as_of, asOf) > VALUE_DAYS) return false;
  if (due <= asOf) return true;
  if (outlook !== null) return outlook.chance.value < CHANCE_AT_RISK;
  return share !== null && elapsed !== null && elapsed >= ELAPSED_AT_LEAST && elapsed - share >= LAG_AT_LEAST;
}

function findingOf(standing: GoalStanding, { as_of }: DetectInput): DetectorFinding[] {
  const { risk } = standing;
  const outlook = outlookOf(standing, as_of);
  if (!isAtRisk(standing, outlook, as_of)) return [];
  const soon = risk.due_iso !== null && daysBetween(as_of, risk.due_iso) <= 7 * URGENT_WEEKS;
  const entries: [string, number | null][] = [
    ['value', risk.value],
    ['target', risk.target],
    ['baseline', risk.baseline],
    ['share', risk.share],
    ['elapsed', risk.elapsed],
    ['values', outlook?.values ?? null],
    ['chance', outlook?.chance.value ?? null],
    ['chance_lower80', outlook?.chance.lower80 ?? null],
    ['chance_upper80', outlook?.chance.upper80 ?? null],
    ['rescope_to', outlook?.rescope_to ?? null],
    ['replan_chance', outlook?.replan_on == null ? null : (outlook.replan_chance?.value ?? null)],
    ['replan_lower80', outlook?.replan_on == null ? null : (outlook.replan_chance?.lower80 ?? null)],
    ['replan_upper80', outlook?.replan_on == null ? null : (outlook.replan_chance?.upper80 ?? null)],
  ];
  return [
    {
      kind: 'goal_at_risk',
      person_id: risk.owner.kind === 'person' ? risk.owner.id : null,
      severity: soon ? 'urgent' : 'attention',
      reasons: reasonsOf(risk, outlook, as_of),
      figures: Object.fromEntries(entries.filter((entry): entry is [string, number] => entry[1] !== null)),
      refs: {},
      about: {
        goal_id: risk.goal_id,
        kpi_id: risk.kpi_id,
        days: {
          as_of: risk.as_of,
          ...(risk.due_iso === null ? {} : { due_on: risk.due_iso }),
          ...(outlook?.replan_on == null ? {} : { replan_on: outlook.replan_on }),
        },
      },
    },
  ];
}

/**
 * Results of goals that will likely be missed: by their own course carried forward, or, where too few values are known
 * for that, by how far they are behind the straight line with half of the time gone.
 */
export const detectGoalAtRisk: Detector = (input) =>
  [...(input.goals ?? [])]
    .sort((a, b) => a.risk.kpi_id.localeCompare(b.risk.kpi_id))
    .flatMap((standing) => findingOf(standing, input));
