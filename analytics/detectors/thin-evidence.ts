import { daysBetween } from '#domain/date.ts';
import { entriesMeasured, frameworkOf } from '../indicators/frameworks.ts';
import { counted } from './figures.ts';
import type { Detector, DetectorFinding } from './finding.ts';

/** With less than a third of a role's weight measured, a summary would be about the rest by guesswork. */
export const MEASURED_WEIGHT_NEEDED = 1 / 3;
/** Four weeks of anything are the least that a recent level is made of. */
export const WEEKS_NEEDED = 4;

/** People of whom too little is known to be told anything. */
export const detectThinEvidence: Detector = ({ people, assessments, observations, frameworks, period }) =>
  people.flatMap((person): DetectorFinding[] => {
    if (!person.active || (person.end_date !== null && person.end_date < period.to)) return [];
    const own = assessments.filter((assessment) => assessment.subject.id === person.id);
    const measured = new Set(own.flatMap((one) => (one.recent === null ? [] : [one.indicator_id])));
    const entries = entriesMeasured(frameworkOf(person.job_function, frameworks), (id) => measured.has(id));
    const weight = entries.reduce(
      (sum, entry) => sum + (measured.has(entry.indicator_id) ? entry.weight : 0),
      0,
    );
    const seen = observations.filter((one) => one.subject.id === person.id && one.value !== null);
    const weeks = new Set(seen.map((one) => one.period.from)).size;
    if (weight >= MEASURED_WEIGHT_NEEDED && weeks >= WEEKS_NEEDED) return [];
    const days = person.start_date === null ? null : daysBetween(person.start_date, period.to) + 1;
    const joined =
      days !== null && days <= daysBetween(period.from, period.to)
        ? ` The person joined on ${person.start_date}.`
        : '';
    return [
      {
        kind: 'thin_evidence',
        person_id: person.id,
        severity: 'note',
        reasons: [
          `Only ${measured.size} of ${entries.length} indicators of the role have enough data, from ${counted(weeks, 'week')}.${joined}`,
        ],
        figures: { measured: measured.size, of: entries.length, measured_weight: weight, weeks },
        refs: { observation_ids: seen.map((one) => one.id).sort() },
      },
    ];
  });
