import { type Course, compareWith, compareWithPeople, expectedAfter } from '#analytics/ledger/comparison.ts';
import { verdictOf } from '#analytics/ledger/verdict.ts';
import { mean } from '#analytics/series/statistics.ts';
import { addDays, dayOf, daysBetween, type IsoDate } from '#domain/date.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { LedgerGroup, LedgerRecord } from '#domain/ledger.ts';
import { CHANCE_OF_ATTAINMENT } from '../kinds/goal-at-risk.ts';
import { THANKS_HELD } from '../kinds/recognition.ts';
import { ITEMS_STANDING } from '../kinds/unblock.ts';
import type { MeasuringDeps } from './deps.ts';
import type { Found } from './found.ts';
import { measureChance } from './goals.ts';
import { measureItems } from './items.ts';
import { type Material, materialOf } from './material.ts';
import { type Reading, readingOf } from './readings.ts';

const nothing: Found = { measured: null, comparison: null, better: 'less' };

/** Fewer courses than this over the same weeks, and the weeks before the proposal are looked at too. */
const ENOUGH_COURSES = 12;
/** As many stretches as half a year of history holds. */
const EARLIER_STRETCHES = 5;

/**
 * Read back from history the start may differ from what the proposal said: by more than half of the promise, history
 * doesn't hold what was known then, and nothing that rests on it is compared. A tenth of the value is rounding.
 */
const SAME_START = 0.5;
const SAME_SHARE = 0.1;

/** Whose metric was promised to change: of moved work those relieved, else whom it is about first. */
function affected({ actions, subject_ids }: Intervention): PersonId[] {
  const givers = actions.flatMap((action) =>
    action.kind === 'reassign_work_item' ? [action.from_person_id] : [],
  );
  return givers.length > 0 ? [...new Set(givers)] : subject_ids.slice(0, 1);
}

const coursesOf = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  people: readonly string[],
): Course[] =>
  people.flatMap((person) => {
    const [start, end] = [before.get(person), after.get(person)];
    return start === undefined || end === undefined ? [] : [{ before: start, after: end }];
  });

const meanOf = (values: ReadonlyMap<string, number>, people: readonly string[]): number | null => {
  const known = people.flatMap((person) => values.get(person) ?? []);
  return known.length === 0 ? null : mean(known);
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

interface Levels {
  before: number;
  start: ReadonlyMap<string, number>;
  end: ReadonlyMap<string, number>;
  id: Intervention['id'];
}

/**
 * Courses of people for whom nothing was done: over the same weeks, and, until somebody stood at a similar level, over
 * stretches as long before the proposal, the affected people's own among them.
 */
async function coursesLike(
  { ledger }: Pick<MeasuringDeps, 'ledger'>,
  material: Material,
  reading: Reading,
  { before, start, end, id }: Levels,
): Promise<Course[]> {
  const courses = coursesOf(start, end, material.others);
  const days = daysBetween(material.from, material.to);
  const everybody = [...material.subjects, ...material.others];
  let [to, after] = [material.from, start];
  for (let stretch = 0; stretch < EARLIER_STRETCHES; stretch += 1) {
    if (courses.length >= ENOUGH_COURSES && expectedAfter(before, courses) !== null) break;
    const from = addDays(to, -days);
    const then = await reading.read(material, from);
    const touched = new Set<string>(await ledger.touched(everybody, from, to, id));
    courses.push(
      ...coursesOf(
        then,
        after,
        everybody.filter((person) => !touched.has(person)),
      ),
    );
    [to, after] = [from, then];
  }
  return courses;
}

async function measurePeople(
  deps: MeasuringDeps,
  intervention: Intervention,
  reading: Reading,
  range: { from: IsoDate; to: IsoDate },
): Promise<Found> {
  const subjects = affected(intervention);
  const about = [...new Set([...subjects, ...intervention.subject_ids])];
  const material = await materialOf(deps, intervention.id, about, range, { talks: reading.talks });
  const [start, end] = [await reading.read(material, range.from), await reading.read(material, range.to)];
  const measured = meanOf(end, subjects);
  const effect = intervention.predicted_effect;
  if (measured === null || effect === null) return nothing;
  const before = meanOf(start, subjects) ?? effect.before;
  const promised = Math.abs(effect.after - effect.before);
  if (
    Math.abs(before - effect.before) > Math.max(SAME_START * promised, SAME_SHARE * Math.abs(effect.before))
  )
    return {
      measured: rounded(measured),
      comparison: compareWith('before', effect.before, measured),
      better: reading.better,
    };
  const courses = await coursesLike(deps, material, reading, { before, start, end, id: intervention.id });
  return {
    measured: rounded(measured),
    comparison: compareWithPeople(before, measured, courses),
    better: reading.better,
  };
}

/** Thanks that were held: without the proposal none were planned. */
async function measureThanks(deps: MeasuringDeps, { id, created_at, subject_ids }: Intervention) {
  const talks = await deps.conversations.withPeople(subject_ids, dayOf(created_at));
  const measured = talks.filter((one) => one.intervention_id === id && one.state === 'held').length;
  return {
    measured,
    comparison: compareWith('nothing_planned', 0, measured),
    better: 'more',
  } satisfies Found;
}

async function find(deps: MeasuringDeps, intervention: Intervention): Promise<Found> {
  const metric = intervention.predicted_effect?.metric;
  const range = { from: dayOf(intervention.created_at), to: deps.clock.today() };
  if (metric === undefined || range.from >= range.to) return nothing;
  if (metric === CHANCE_OF_ATTAINMENT) return await measureChance(deps, intervention, range.to);
  if (metric === ITEMS_STANDING) return await measureItems(deps, intervention, range);
  if (metric === THANKS_HELD) return await measureThanks(deps, intervention);
  const reading = readingOf(metric);
  return reading === null ? nothing : await measurePeople(deps, intervention, reading, range);
}

/**
 * What came of a promise, today: the figure, what would have come without it, and the verdict. null where nothing was
 * promised. What was taken back meanwhile, and what was left alone while something else was done for the same people,
 * can't be measured.
 */
export async function measureEffect(
  deps: MeasuringDeps,
  intervention: Intervention,
  group: LedgerGroup,
): Promise<LedgerRecord | null> {
  const effect = intervention.predicted_effect;
  if (effect === null) return null;
  const { measured, comparison, better } = (await isSpoilt(deps, intervention, group))
    ? nothing
    : await find(deps, intervention);
  const { metric, unit, before, after: predicted } = effect;
  const verdict = verdictOf({ unit, before, predicted, measured, comparison }, better);
  return {
    intervention_id: intervention.id,
    metric,
    unit,
    predicted,
    measured,
    verdict: verdict === 'not_measurable' || verdict === 'too_early' ? 'not_enough_data' : verdict,
    measured_at: deps.clock.now(),
    group,
    comparison,
  };
}

async function isSpoilt(
  { ledger, clock }: Pick<MeasuringDeps, 'ledger' | 'clock'>,
  intervention: Intervention,
  group: LedgerGroup,
): Promise<boolean> {
  if (group === 'done') return await ledger.isUndone(intervention.id);
  const from = dayOf(intervention.created_at);
  const touched = await ledger.touched(affected(intervention), from, clock.today(), intervention.id);
  return touched.length > 0;
}
