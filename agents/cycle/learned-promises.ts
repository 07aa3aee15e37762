import { type Kept, keptOf, learned, priorOf } from '#analytics/ledger/shrinkage.ts';
import { keptShares, summariseLedger } from '#analytics/ledger/summary.ts';
import type { IsoDate } from '#domain/date.ts';
import type { Claim } from '#domain/draft.ts';
import type { NewEvidence } from '#domain/evidence.ts';
import type { TeamId } from '#domain/ids.ts';
import {
  type Intervention,
  type InterventionKind,
  type ProposalContent,
  proposalContent,
  proposalHash,
} from '#domain/intervention.ts';
import type { KindSummary, LedgerEntry } from '#domain/ledger.ts';
import { CHANCE_OF_ATTAINMENT } from '../intervention/kinds/goal-at-risk.ts';
import { ITEMS_STANDING } from '../intervention/kinds/unblock.ts';
import type { ProposalCandidate } from './candidates.ts';
import type { loadCycle } from './context.ts';
import type { CycleDeps } from './deps.ts';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What the ledger says of a kind, in a sentence for a proposal. Of fewer people than the policy shows, only how many. */
export function ledgerSentences(summary: KindSummary, least: number): string[] {
  const { measured: n, kept, helps } = summary;
  const some = n === 1 ? 'One proposal of this kind has' : `${n} proposals of this kind have`;
  if (kept === null || n < least)
    return [
      `${some} been measured so far, too few to speak of; the effect given here leans towards what came of ${n === 1 ? 'it' : 'them'}.`,
    ];
  const first = `${some} been measured so far: on average ${percent(kept.mean)} of what was promised came (95 % interval ${percent(kept.lower95)} to ${percent(kept.upper95)}), and the effect given here is reckoned with that.`;
  if (helps === 'not_shown')
    return [first, 'So far no effect of this kind has been shown: the interval includes none at all.'];
  return helps === 'harms'
    ? [first, 'So far this kind has made things worse than they would have been.']
    : [first];
}

function ledgerEvidence(summary: KindSummary, texts: string[], team: TeamId, at: IsoDate): NewEvidence {
  const { kind, measured, helped, no_effect, worse, kept } = summary;
  const numbers = {
    'proposals measured': measured,
    helped,
    'no effect': no_effect,
    'made worse': worse,
  };
  const shares =
    kept === null
      ? {}
      : {
          'share of the promise that came': Math.round(100 * kept.mean),
          'its lower end': Math.round(100 * kept.lower95),
          'its upper end': Math.round(100 * kept.upper95),
        };
  const fact =
    (unit: string) =>
    ([name, value]: [string, number]) => ({ name, value, unit, period: null });
  return {
    subject: team,
    at,
    kind: 'assessment',
    ref_id: `ledger:${kind}`,
    text: texts.join(' '),
    facts: [...Object.entries(numbers).map(fact('count')), ...Object.entries(shares).map(fact('percent'))],
    mentions: [],
  };
}

type Promise80 = NonNullable<ProposalContent['predicted_effect']>;

const rounded = (value: number): number => Math.round(100 * value) / 100;

/** No metric that is promised goes below nothing, no chance above certainty, and no more items stand than are named. */
function within({ metric, before }: Promise80, value: number): number {
  const most =
    metric === CHANCE_OF_ATTAINMENT ? 100 : metric === ITEMS_STANDING ? before : Number.POSITIVE_INFINITY;
  return rounded(Math.min(most, Math.max(0, value)));
}

function learnedPromise(effect: Promise80, kept: Kept, prior: ReturnType<typeof priorOf>): Promise80 {
  const { after, lower80, upper80 } = learned(effect, kept, prior);
  return {
    ...effect,
    after: within(effect, after),
    lower80: within(effect, lower80),
    upper80: within(effect, upper80),
    ...(kept.n === 0 ? {} : { learned: { from: effect.after, n: kept.n } }),
  };
}

/** The proposal with its promise drawn towards what such promises came to, and a sentence that says so. */
export function withLearned(
  proposal: Intervention,
  entries: readonly LedgerEntry[],
  sentences: readonly Claim[],
): Intervention {
  const effect = proposal.predicted_effect;
  if (effect === null || sentences.length === 0) return proposal;
  const kinds = [...new Set(entries.map((entry) => entry.kind))];
  const prior = priorOf(kinds.map((kind) => keptOf(keptShares(entries, kind))));
  const content = proposalContent.parse({
    ...proposal,
    rationale: [...proposal.rationale, ...sentences],
    predicted_effect: learnedPromise(effect, keptOf(keptShares(entries, proposal.kind)), prior),
  });
  return { ...proposal, ...content, hash: proposalHash(content, proposal.version) };
}

/** Lets the promises of all candidates learn from the ledger. Nothing changes while nothing is measured. */
export async function withLedger(
  deps: Pick<CycleDeps, 'ledger' | 'policy' | 'evidence'>,
  { cycle, team }: Awaited<ReturnType<typeof loadCycle>>,
  candidates: readonly ProposalCandidate[],
): Promise<ProposalCandidate[]> {
  const entries = (await deps.ledger?.measured()) ?? [];
  if (entries.length === 0) return [...candidates];
  const { minimum_group_size: least } = await deps.policy.current();
  const summaries = summariseLedger(entries).filter(({ measured }) => measured > 0);
  const claims = new Map<InterventionKind, Claim[]>();
  for (const summary of summaries) {
    if (!candidates.some(({ kind }) => kind === summary.kind)) continue;
    const texts = ledgerSentences(summary, least);
    const shown = summary.measured < least ? { ...summary, kept: null } : summary;
    const kept = await deps.evidence.record([ledgerEvidence(shown, texts, team.id, cycle.period.to)]);
    const citations = kept.map(({ id }) => id);
    claims.set(
      summary.kind,
      texts.map((text) => ({ text, citations })),
    );
  }
  return candidates.map((candidate) => ({
    ...candidate,
    proposal: withLearned(candidate.proposal, entries, claims.get(candidate.kind) ?? []),
  }));
}
