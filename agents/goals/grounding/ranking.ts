import { indicatorOf } from '#analytics/indicators/definitions.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { RetrievalHit, WeightedWords } from '#domain/retrieval.ts';
import { directionFit, unitFit } from './fit.ts';

/**
 * Chosen on the tuning half of testing/phrases.jsonl with each phrase's own wording and, for those that nothing
 * measures, the best catalogue entry taken out. Words alone (0) found 73 % of the indicators, meaning alone (1) 81 %,
 * both at these weights 89 %; halves did no better.
 */
export const SEMANTIC_WEIGHT = 0.4;
/** From here on a phrase is taken for the indicator without asking: below it more than one in twenty would be wrong. */
export const MEASURED_FROM = 0.4;
/** From here on the nearest is offered as what might be meant. */
export const UNSURE_FROM = 0.2;
/** Two indicators closer than this are asked for, not chosen between. */
export const CLEAR_LEAD = 0.02;
/** "Machine utilization" fits both the team's and the factory's: what no source measures must lie this far behind. */
export const LEAD_OVER_OTHER = 0.15;

export interface Ranked {
  ref: string;
  complement: boolean;
  /** The words name something that it only shows something of. */
  related: boolean;
  score: number;
}

export interface Ranking {
  /** Indicators, the best first; each once. */
  indicators: Ranked[];
  /** The usual measure that fits best and that no source gives; null where no word fits one. */
  other: { ref: string; score: number } | null;
  verdict: 'measured' | 'unsure' | 'not_measured';
}

export const fused = ({ semantic, lexical }: RetrievalHit): number =>
  Math.max(0, SEMANTIC_WEIGHT * semantic + (1 - SEMANTIC_WEIGHT) * lexical);

function verdictOf([best, second]: readonly Ranked[], other: Ranking['other']): Ranking['verdict'] {
  if (best === undefined || best.score < UNSURE_FROM || (other?.score ?? 0) >= best.score)
    return 'not_measured';
  const clear =
    !best.related &&
    best.score - (second?.score ?? 0) >= CLEAR_LEAD &&
    best.score - (other?.score ?? 0) >= LEAD_OVER_OTHER;
  return clear && best.score >= MEASURED_FROM ? 'measured' : 'unsure';
}

/** So well fits only what is said as one of the curated phrases: "on-time delivery" is a measure though its words aren't. */
const EXACT_FROM = 0.85;

/** "Tickets", "quality": whatever fits such a word best is a guess. */
const isGeneral = (words: readonly { word: string }[], general: ReadonlySet<string>): boolean =>
  words.every(({ word }) => general.has(word));

export interface RankedQuestion extends WeightedWords {
  kpi: KpiSpec;
  /** Words that by themselves name no measure. */
  general: ReadonlySet<string>;
}

/** The indicators in order of how well they fit a KPI by words, meaning, unit and direction. */
export function rank({ kpi, words, general }: RankedQuestion, hits: readonly RetrievalHit[]): Ranking {
  const indicators = new Map<string, Ranked>();
  let other: Ranking['other'] = null;
  for (const hit of hits) {
    const raw = fused(hit);
    if (hit.kind === 'other_metric') {
      if (raw > (other?.score ?? 0)) other = { ref: hit.ref, score: raw };
      continue;
    }
    const definition = indicatorOf(hit.ref);
    if (definition === undefined) continue;
    const complement = hit.kind === 'complement';
    const score = raw * unitFit(kpi, definition) * directionFit(kpi, definition, complement);
    if (score > (indicators.get(hit.ref)?.score ?? -1))
      indicators.set(hit.ref, { ref: hit.ref, complement, related: hit.kind === 'related', score });
  }
  const sorted = [...indicators.values()].sort((a, b) => b.score - a.score || (a.ref < b.ref ? -1 : 1));
  const verdict = verdictOf(sorted, other);
  return {
    indicators: sorted,
    other,
    verdict:
      verdict === 'measured' && isGeneral(words, general) && (sorted[0]?.score ?? 0) < EXACT_FROM
        ? 'unsure'
        : verdict,
  };
}
