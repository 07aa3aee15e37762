import { addDays, daysBetween, type IsoDate, weeksOf } from '#domain/date.ts';
import { mean } from '../series/statistics.ts';
import { counted, shown } from './figures.ts';
import type { DetectInput, Detector, DetectorFinding, TalkStanding } from './finding.ts';

/** Four weeks without a word on a goal: half of the shortest goals' time, and what most houses agree on as a rhythm. */
export const SILENT_DAYS = 28;
/** Whoever checks in seldom by habit isn't silent before twice the usual gap. */
export const GAP_FACTOR = 2;
/** A goal that is younger than this needs no check-in yet. */
export const SETTLED_DAYS = 42;
/** After a talk there is time for what was said to show. */
export const TALK_DAYS = 28;
/** Two whole weeks with nothing written down, after eight with something. */
export const QUIET_WEEKS = 2;
export const WEEKS_BEFORE = 8;
/** Where most of a team fall silent at once it is the source, a holiday or an offsite. */
const TEAM_STILL_THERE = 0.5;

const talked = (talk: TalkStanding | undefined, asOf: IsoDate): boolean =>
  talk !== undefined &&
  (talk.planned || (talk.last_talk_on !== null && daysBetween(talk.last_talk_on, asOf) < TALK_DAYS));

/** Days without a check-in on goals that are kept by hand; null where there is nothing to say. */
function silentDays(talk: TalkStanding | undefined, asOf: IsoDate): number | null {
  if (talk === undefined || talk.goals === 0 || talk.set_on === null) return null;
  if (daysBetween(talk.set_on, asOf) < SETTLED_DAYS) return null;
  const days = daysBetween(talk.last_check_in_on ?? talk.set_on, asOf);
  const allowed = Math.max(SILENT_DAYS, GAP_FACTOR * (talk.usual_gap_days ?? 0));
  return days > allowed ? days : null;
}

interface Quiet {
  weeks: number;
  usual_hours: number;
}

/** Who wrote hours down every week and then nothing, neither work nor leave, while the team went on. */
function quietPeople({ observations, people, period, signs, as_of }: DetectInput): Map<string, Quiet> {
  const hours = new Map(
    observations
      .filter((one) => one.indicator_id === 'hours_logged')
      .map((one) => [`${one.subject.id} ${one.period.from}`, one.value]),
  );
  const weeks = weeksOf(period);
  const last = weeks.slice(-QUIET_WEEKS);
  const before = weeks.slice(-QUIET_WEEKS - WEEKS_BEFORE, -QUIET_WEEKS);
  const logged = (person: string, monday: IsoDate) => hours.get(`${person} ${monday}`) ?? 0;
  const habitual = people.filter(
    (person) => before.length === WEEKS_BEFORE && before.every((monday) => logged(person.id, monday) > 0),
  );
  const there = habitual.filter((person) => last.some((monday) => logged(person.id, monday) > 0));
  if (habitual.length < 3 || there.length < TEAM_STILL_THERE * habitual.length) return new Map();
  return new Map(
    habitual.flatMap((person) => {
      if (last.some((monday) => logged(person.id, monday) > 0)) return [];
      const leave = signs?.find((one) => one.person_id === person.id)?.last_leave_on ?? null;
      // Leave that reaches into these weeks explains them.
      if (leave !== null && leave >= addDays(as_of, -7 * (QUIET_WEEKS + 1))) return [];
      return [
        [
          person.id,
          { weeks: QUIET_WEEKS, usual_hours: mean(before.map((monday) => logged(person.id, monday))) },
        ] as const,
      ];
    }),
  );
}

/** Nobody has written anything down on somebody's goals for weeks, or somebody's usual traces ended. */
export const detectCheckIn: Detector = (input) => {
  const quiet = quietPeople(input);
  return input.people.flatMap((person): DetectorFinding[] => {
    const talk = input.talks?.find((one) => one.person_id === person.id);
    if (talked(talk, input.as_of)) return [];
    const days = silentDays(talk, input.as_of);
    const gone = quiet.get(person.id);
    if (days === null && gone === undefined) return [];
    const since = talk?.last_check_in_on ?? null;
    const reasons = [
      ...(days === null
        ? []
        : [
            since === null
              ? `Nothing has been written down on ${counted(talk?.goals ?? 0, 'active goal')} since ${talk?.goals === 1 ? 'it was' : 'they were'} set, ${days} days ago.`
              : `The last check-in on ${counted(talk?.goals ?? 0, 'active goal')} was on ${since}, ${days} days ago${talk?.usual_gap_days == null ? '' : `; until then there was one every ${counted(Math.round(talk.usual_gap_days), 'day')}`}.`,
          ]),
      ...(gone === undefined
        ? []
        : [
            `No hours and no leave are written down for the last ${gone.weeks} weeks, after ${shown(gone.usual_hours)} hours a week in the ${WEEKS_BEFORE} weeks before.`,
          ]),
    ];
    return [
      {
        kind: 'check_in_due',
        person_id: person.id,
        severity: 'attention',
        reasons,
        figures: {
          ...(days === null ? {} : { silent_days: days, goals: talk?.goals ?? 0 }),
          ...(gone === undefined ? {} : { quiet_weeks: gone.weeks, usual_hours: gone.usual_hours }),
        },
        refs: {},
        about: since === null ? {} : { days: { last_check_in_on: since } },
      },
    ];
  });
};
