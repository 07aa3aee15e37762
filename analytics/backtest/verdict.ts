import type { DetectorVerdict } from '#domain/detector.ts';
import { counted } from '../detectors/figures.ts';
import type { Score } from './score.ts';

/** With fewer signals a detector's luck can't be told from its worth. */
export const SIGNALS_NEEDED = 12;
/** From so many people at least: twelve weeks of one person are one case. */
export const PEOPLE_NEEDED = 4;
/** And so many cases in which it kept silent, or there is nothing to compare with. */
export const SILENT_CASES_NEEDED = 12;

const percent = (share: number | null): string => `${Math.round(100 * (share ?? 0))} %`;

/** Whether a detector may speak on this organisation's own history, and why, in a sentence. */
export function verdictOf(score: Score, speakers: number): { verdict: DetectorVerdict; why: string } {
  const { cases, spoke, right, base_rate: base, precision, skill } = score;
  if (cases === 0)
    return { verdict: 'unproven', why: 'Nothing in this history could be judged; not yet proven here.' };
  if (spoke === 0)
    return {
      verdict: 'unproven',
      why: `It would not have spoken in any of ${counted(cases, 'past case')}; not yet proven here.`,
    };
  const said = `It would have spoken in ${spoke} of ${counted(cases, 'past case')}, of ${speakers === 1 ? '1 person' : `${speakers} people`}, and was right in ${right} (${percent(precision?.value ?? null)}); the same came in ${percent(base)} of all cases.`;
  const few = spoke < SIGNALS_NEEDED || speakers < PEOPLE_NEEDED || cases - spoke < SILENT_CASES_NEEDED;
  if (few) return { verdict: 'unproven', why: `${said} That is too little to tell; not yet proven here.` };
  const better = (precision?.value ?? 0) > (base ?? 0) && (skill?.value ?? 0) > 0;
  if (!better)
    return { verdict: 'silent', why: `${said} That is no better than the base rate, so it stays silent.` };
  if ((skill?.lower80 ?? 0) > 0 && (precision?.lower80 ?? 0) > (base ?? 0))
    return { verdict: 'proven', why: `${said} That is better than the base rate.` };
  return {
    verdict: 'unproven',
    why: `${said} That is better than the base rate, but may be chance; not yet proven here.`,
  };
}
