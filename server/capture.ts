import { capturedCaseOf } from '#agents/evaluation/captured-case.ts';
import type { Clock } from '#domain/clock.ts';
import { addDays, type Period } from '#domain/date.ts';
import type { Claim } from '#domain/draft.ts';
import { invalidInput, notFound } from '#domain/errors.ts';
import type { CapturedCase, SentencePlace } from '#domain/evaluation.ts';
import { evaluationCaseId, evidenceId, idFrom, type PersonId } from '#domain/ids.ts';
import type { ScopedStore, Store } from '#store/ports.ts';
import type { Caller } from './plugins/auth.ts';

interface Sentence {
  claim: Claim;
  subject: PersonId;
  period: Period;
}

/** A proposal rests on what was seen in the weeks before it. */
const PROPOSAL_DAYS = 26 * 7;

/** The sentence as the caller may read it. @throws UserError `not-found`, `invalid-input`. */
async function sentenceAt(store: ScopedStore, place: SentencePlace): Promise<Sentence> {
  const noSuch = (count: number) =>
    invalidInput(`There is no sentence ${place.claim}: the text has ${count}, counted from 0.`, {
      field: 'place.claim',
    });
  if (place.kind === 'draft') {
    const draft = await store.drafts.get(place.id);
    if (draft === null) throw notFound('draft', place.id);
    const claims: Claim[] = [
      ...draft.claims,
      ...draft.areas.flatMap(({ reason, measure }) => [reason, measure]),
    ];
    const claim = claims[place.claim];
    if (claim === undefined) throw noSuch(claims.length);
    return { claim, subject: draft.person_id, period: draft.period };
  }
  const proposal = await store.interventions.get(place.id);
  if (proposal === null) throw notFound('proposal', place.id);
  const claim = proposal.rationale[place.claim];
  if (claim === undefined) throw noSuch(proposal.rationale.length);
  const [subject] = proposal.subject_ids;
  if (subject === undefined) throw invalidInput('This proposal is about nobody: its sentences make no case.');
  const day = proposal.created_at.slice(0, 10);
  return { claim, subject, period: { from: addDays(day, -PROPOSAL_DAYS), to: day } };
}

export interface CaptureRequest {
  place: SentencePlace;
  verdict: CapturedCase['verdict'];
  correction: string | null;
}

/**
 * Makes a case for the evaluation suites of what a person said of a sentence. The same said twice is one case.
 * @throws UserError `not-found` for what the caller may not read, `conflict` where it was said already.
 */
export async function captureCase(
  { store, clock }: { store: Store; clock: Clock },
  caller: Caller,
  { place, verdict, correction }: CaptureRequest,
): Promise<CapturedCase> {
  const sentence = await sentenceAt(caller.store, place);
  const cited = sentence.claim.citations.flatMap((id) => {
    const parsed = evidenceId.safeParse(id);
    return parsed.success ? [parsed.data] : [];
  });
  const evidence = await caller.store.evidence.get(cited);
  const everybody = await store.as({ kind: 'system' }).people.list();
  const id = idFrom('evc', evaluationCaseId, { place, verdict, correction, by: caller.person.id });
  const made = capturedCaseOf({
    id,
    ...sentence,
    evidence,
    verdict,
    correction,
    people: everybody.toSorted(
      (one, other) => Number(other.id === sentence.subject) - Number(one.id === sentence.subject),
    ),
    captured_on: clock.today(),
  });
  return await caller.store.evaluations.capture({
    id,
    place,
    verdict,
    case: made,
    captured_by: caller.person.id,
  });
}
