import type { Authorship, Claim, Draft, DraftClaim, PlanArea } from '#domain/draft.ts';
import { type ClaimVerdict, verifyDraft } from '#domain/verification/verify.ts';
import type { SummaryBrief, Writer } from '#domain/writer.ts';

/** A model is asked again once, told what was wrong; then the offline writer takes over. */
const WRITING_TURNS = 2;

/** A draft of which every sentence has been checked. */
export interface Verified {
  status: Draft['status'];
  claims: DraftClaim[];
  areas: PlanArea[];
  dropped: Draft['dropped'];
  authorship: Authorship;
}

/** What one writing gives, as the sentences to be checked and what is left when some of them fall. */
interface Written {
  sentences: Claim[];
  authorship: Authorship;
  keep(supported: readonly boolean[]): Pick<Verified, 'claims' | 'areas'>;
}

type Write = (writer: Writer, feedback: string[]) => Promise<Written>;

const check = (brief: SummaryBrief, sentences: Claim[]): ClaimVerdict[] =>
  sentences.length === 0
    ? []
    : verifyDraft({ subject: brief.person.id, period: brief.period, claims: sentences }, brief.evidence, {
        known_entities: [brief.person.name, ...(brief.team_name === null ? [] : [brief.team_name])],
      }).claims;

/**
 * Writes, checks each sentence by code, and keeps what holds. A model that had sentences dropped is asked once more
 * with the reasons; when it fails again, what the offline writer says is taken instead, and the draft says so.
 */
async function writeVerified(
  brief: SummaryBrief,
  writer: Writer,
  offline: Writer,
  write: Write,
): Promise<Verified> {
  let feedback: string[] = [];
  let tokens = { input_tokens: 0, output_tokens: 0 };
  let asked: string | null = null;
  for (let turn = 1; ; turn += 1) {
    const last = turn > WRITING_TURNS;
    const written = await write(last ? offline : writer, feedback);
    asked ??= written.authorship.model;
    tokens = {
      input_tokens: tokens.input_tokens + written.authorship.input_tokens,
      output_tokens: tokens.output_tokens + written.authorship.output_tokens,
    };
    const verdicts = check(brief, written.sentences);
    const fallen = written.sentences.flatMap((sentence, index) =>
      verdicts[index]?.supported ? [] : [{ text: sentence.text, reasons: verdicts[index]?.reasons ?? [] }],
    );
    const byModel = !last && written.authorship.model !== null && written.authorship.fallback_reason === null;
    if (byModel && fallen.length > 0) {
      feedback = fallen.map(
        ({ text, reasons }) =>
          `${JSON.stringify(text)} is not supported by what it cites: ${reasons.join(', ')}`,
      );
      continue;
    }
    const kept = written.keep(verdicts.map((verdict) => verdict.supported));
    const reason = last
      ? 'The model could not be used: its sentences failed verification twice.'
      : written.authorship.fallback_reason;
    return {
      ...kept,
      status: kept.claims.length + kept.areas.length === 0 ? 'not_enough_data' : 'ready',
      dropped: fallen,
      authorship: { ...written.authorship, ...tokens, fallback_reason: reason, model: asked },
    };
  }
}

/** @throws only when the signal aborts. */
export const draftSummary = (
  brief: SummaryBrief,
  writer: Writer,
  offline: Writer,
  signal: AbortSignal,
): Promise<Verified> =>
  writeVerified(brief, writer, offline, async (by, feedback) => {
    const { claims, authorship } = await by.writeSummary(brief, { feedback, signal });
    return {
      sentences: claims,
      authorship,
      keep: (supported) => ({ claims: claims.filter((_, index) => supported[index]), areas: [] }),
    };
  });

/** An area stands only with both its reason and its measure. @throws only when the signal aborts. */
export const draftPlan = (
  brief: SummaryBrief,
  writer: Writer,
  offline: Writer,
  signal: AbortSignal,
): Promise<Verified> =>
  writeVerified(brief, writer, offline, async (by, feedback) => {
    const { areas, authorship } = await by.writePlan(brief, { feedback, signal });
    return {
      sentences: areas.flatMap((area) => [area.reason, area.measure]),
      authorship,
      keep: (supported) => ({
        claims: [],
        areas: areas.filter((_, index) => supported[2 * index] && supported[2 * index + 1]),
      }),
    };
  });
