import { daysBetween } from '#domain/date.ts';
import type { Person } from '#domain/person.ts';
import type { DetectInput, Detector, DetectorFinding } from './finding.ts';
import { areLong, furtherSigns, hoursOf, longHoursSign, type Sign } from './load.ts';
import { detectSlid } from './slide.ts';

/** One strain is an ordinary week, two have one cause as often as not; three at once deserve somebody's time. */
export const SIGNS_NEEDED = 3;
/** After two years in one place most people want to know what comes next. */
export const YEARS_IN_PLACE = 2;
/** Half a year without a recorded talk, where talks are recorded. */
export const NO_TALK_DAYS = 182;
const GOALS_IN_USE = 0.5;
const DAYS_PER_YEAR = 365.25;

/** Long hours, rising hours, weekends and more work ahead are sides of one strain. */
const sidesOfLoad: ReadonlySet<string> = new Set(['long_hours', 'rising_hours', 'weekends', 'more_ahead']);

function noTalk({ talks, as_of }: DetectInput, person: Person): Sign[] {
  const talk = talks?.find((one) => one.person_id === person.id);
  if (talk === undefined || !talk.talks_recorded || talk.planned) return [];
  if (talk.last_talk_on !== null && daysBetween(talk.last_talk_on, as_of) < NO_TALK_DAYS) return [];
  return [
    {
      name: 'no_talk',
      sentence:
        talk.last_talk_on === null
          ? 'No one-to-one is on record in the last half year.'
          : `The last one-to-one on record was on ${talk.last_talk_on}.`,
      figures: {},
    },
  ];
}

/** Time in the company stands in for time in the role, which no source tells yet; it never counts alone. */
function longInPlace({ as_of, talks }: DetectInput, person: Person): Sign[] {
  if (person.start_date === null) return [];
  const years = daysBetween(person.start_date, as_of) / DAYS_PER_YEAR;
  const goals = talks?.find((one) => one.person_id === person.id)?.goals;
  const using = (talks ?? []).filter((one) => one.goals > 0).length;
  // Where hardly anybody has goals on record, having none says nothing.
  const inUse = talks !== undefined && talks.length > 0 && using >= GOALS_IN_USE * talks.length;
  if (years < YEARS_IN_PLACE || goals === undefined || goals > 0 || !inUse) return [];
  return [
    {
      name: 'no_own_goal',
      sentence: `In the company since ${person.start_date}, with no goal of their own on record.`,
      figures: { years: Math.floor(years) },
    },
  ];
}

/**
 * Several strains on one person at once. It says which, and nothing of what the person might do: no chance of leaving
 * is ever reckoned for a person. At least one of them must be long hours or results that slid, for the rest alone is
 * how many people are content.
 */
export const detectStrains: Detector = (input) => {
  const slides = new Map(detectSlid(input).map((found) => [found.person_id, found]));
  return input.people.flatMap((person): DetectorFinding[] => {
    const slid = slides.get(person.id);
    const hours = hoursOf(input, person.id);
    const long = hours !== null && areLong(hours);
    if (slid === undefined && !long) return [];
    const slide: Sign[] =
      slid === undefined
        ? []
        : slid.reasons.slice(0, 1).map((sentence) => ({ name: 'slid', sentence, figures: slid.figures }));
    const load = hours === null || !long ? [] : [longHoursSign(hours), ...furtherSigns(input, person, hours)];
    const signs = [...load, ...slide, ...noTalk(input, person), ...longInPlace(input, person)];
    const kinds = new Set(signs.map((sign) => (sidesOfLoad.has(sign.name) ? 'long_hours' : sign.name)));
    if (kinds.size < SIGNS_NEEDED) return [];
    return [
      {
        kind: 'several_strains',
        person_id: person.id,
        severity: 'attention',
        reasons: signs.map((sign) => sign.sentence),
        figures: Object.assign({ signs: kinds.size }, ...signs.map((sign) => sign.figures)),
        refs: {
          observation_ids: [
            ...new Set([
              ...(hours !== null && long ? hours.observation_ids : []),
              ...(slid?.refs.observation_ids ?? []),
            ]),
          ].sort(),
        },
      },
    ];
  });
};
