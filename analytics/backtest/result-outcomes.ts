import { addDays, daysBetween, type IsoDate, weeksOf } from '#domain/date.ts';
import { meetsTarget } from '#domain/goal-progress.ts';
import { detectCheckIn, SETTLED_DAYS } from '../detectors/check-in.ts';
import { detectGoalAtRisk } from '../detectors/goal-at-risk.ts';
import { detectSustainedLoad, hoursOf, LONG_WEEK } from '../detectors/load.ts';
import { detectRecognition, PARTS, resultScores, SCORE_IN_LAST_PART } from '../detectors/recognition.ts';
import { isClear, RECENT_WEEKS, slideOf, worsening } from '../detectors/slide.ts';
import { detectStrains } from '../detectors/strains.ts';
import { mean } from '../series/statistics.ts';
import { type Moment, weeksAfter } from './moment.ts';
import type { BacktestCase } from './score.ts';

/** Long enough that one odd week decides nothing, short enough that a quarter gives several cases. */
export const WEEKS_AHEAD = 3;
const WEEKS_NEEDED_AHEAD = 2;
const BASELINE_WEEKS_NEEDED = 4;
/** Half a year: what people mean when they say that somebody left soon after. */
const LEAVING_DAYS = 182;

type Values = ReadonlyMap<string, number>;

/** Every value that is known by now, by person, indicator and week. */
const caches = new WeakMap<Moment['now'], Values>();
function valuesOf({ now }: Moment): Values {
  const known = caches.get(now);
  if (known !== undefined) return known;
  const made = new Map(
    now.observations.flatMap((one) =>
      one.value === null
        ? []
        : [[`${one.subject.id} ${one.indicator_id} ${one.period.from}`, one.value] as const],
    ),
  );
  caches.set(now, made);
  return made;
}

const levelIn = (
  values: Values,
  person: string,
  indicator: string,
  weeks: readonly IsoDate[],
  needed: number,
) => {
  const found = weeks.flatMap((monday) => values.get(`${person} ${indicator} ${monday}`) ?? []);
  return found.length < needed ? null : mean(found);
};

/** Whether an indicator was clearly worse over the weeks after than over those before the recent ones; null if unknown. */
function cameWorse(moment: Moment, person: string, indicator: string): boolean | null {
  const values = valuesOf(moment);
  const weeks = weeksOf(moment.input.period).slice(0, -RECENT_WEEKS);
  const before = levelIn(values, person, indicator, weeks, BASELINE_WEEKS_NEEDED);
  const after = levelIn(values, person, indicator, weeksAfter(moment.day, WEEKS_AHEAD), WEEKS_NEEDED_AHEAD);
  if (before === null || after === null) return null;
  const worse = worsening(indicator, before, after);
  return worse === null ? null : isClear(indicator, before, worse);
}

/** A slide: the indicator is still clearly worse over the next three weeks. Each indicator of a person is a case. */
export const slideCases = (moment: Moment): BacktestCase[] =>
  moment.input.assessments.flatMap((assessment) => {
    const came = cameWorse(moment, assessment.subject.id, assessment.indicator_id);
    if (came === null || assessment.recent === null) return [];
    const spoke = slideOf(assessment, moment.input.period) !== null;
    return [{ person_id: assessment.subject.id, spoke, came }];
  });

/** Steady results: above the middle of the colleagues over the next weeks too. */
export function recognitionCases(moment: Moment): BacktestCase[] {
  const { input, now, day } = moment;
  if (!input.policy.comparisons_allowed) return [];
  const spoke = new Set(detectRecognition(input).map((found) => found.person_id));
  const length = Math.ceil(weeksOf(input.period).length / PARTS);
  const last = weeksOf(input.period).slice(-length);
  const ahead = weeksAfter(day, WEEKS_AHEAD);
  const groups = Map.groupBy(input.people, (person) => person.job_function);
  return [...groups].flatMap(([job, group]) => {
    if (group.length < input.policy.minimum_group_size) return [];
    const before = resultScores(job, group, input, last);
    const after = resultScores(job, group, { ...input, observations: now.observations }, ahead);
    return group.flatMap(({ id }) => {
      const score = after.get(id);
      if (score === undefined || !before.has(id)) return [];
      return [{ person_id: id, spoke: spoke.has(id), came: score >= SCORE_IN_LAST_PART }];
    });
  });
}

/** Long hours: above 110 % of the contract on average over the next three weeks too. */
export function loadCases(moment: Moment): BacktestCase[] {
  const { input, day } = moment;
  const spoke = new Set(detectSustainedLoad(input).map((found) => found.person_id));
  return input.people.flatMap(({ id }) => {
    const ahead = levelIn(
      valuesOf(moment),
      id,
      'hours_against_capacity',
      weeksAfter(day, WEEKS_AHEAD),
      WEEKS_NEEDED_AHEAD,
    );
    if (ahead === null || hoursOf(input, id) === null) return [];
    return [{ person_id: id, spoke: spoke.has(id), came: ahead > LONG_WEEK }];
  });
}

/** Silence: a result of the role was clearly worse over the next three weeks. */
export function checkInCases(moment: Moment): BacktestCase[] {
  const { input, day } = moment;
  const spoke = new Set(detectCheckIn(input).map((found) => found.person_id));
  return input.people.flatMap(({ id }) => {
    const talk = input.talks?.find((one) => one.person_id === id);
    const kept = talk?.set_on != null && daysBetween(talk.set_on, day) >= SETTLED_DAYS;
    if (!kept && !spoke.has(id)) return [];
    const results = input.assessments
      .filter((one) => one.subject.id === id)
      .flatMap((one) => cameWorse(moment, id, one.indicator_id) ?? []);
    return results.length === 0
      ? []
      : [{ person_id: id, spoke: spoke.has(id), came: results.some((worse) => worse) }];
  });
}

/** A goal at risk: its result was not there on its date. Each result is a case, counted for its owner. */
export function goalCases(moment: Moment): BacktestCase[] {
  const { input, now, day } = moment;
  const spoke = new Set(detectGoalAtRisk(input).map((found) => found.about?.kpi_id));
  const members = new Set<string>([input.team_id, ...input.people.map((person) => person.id)]);
  return now.goals.flatMap(({ goal, check_ins }) => {
    if (!members.has(goal.owner.id)) return [];
    return goal.kpis.flatMap((kpi) => {
      const due = kpi.due_iso;
      const own = check_ins.filter((one) => one.kpi_id === kpi.id);
      if (due === null || due <= day || due >= now.as_of || !own.some((one) => one.at < `${day}T`)) return [];
      const last = own
        .filter((one) => one.at < `${addDays(due, 1)}T`)
        .toSorted((a, b) => (a.at < b.at ? -1 : 1))
        .at(-1);
      const met = last === undefined ? null : meetsTarget(kpi, last.value);
      return met === null ? [] : [{ person_id: goal.owner.id, spoke: spoke.has(kpi.id), came: !met }];
    });
  });
}

/** Several strains: the person left within half a year. Only where that half year is over. */
export function strainCases(moment: Moment): BacktestCase[] {
  const { input, now, day } = moment;
  const spoke = new Set(detectStrains(input).map((found) => found.person_id));
  return input.people.flatMap(({ id, end_date }) => {
    const left = end_date !== null && end_date < now.as_of && daysBetween(day, end_date) <= LEAVING_DAYS;
    if (!left && daysBetween(day, now.as_of) < LEAVING_DAYS) return [];
    return [{ person_id: id, spoke: spoke.has(id), came: left }];
  });
}
