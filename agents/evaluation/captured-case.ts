import type { IsoDate, Period } from '#domain/date.ts';
import type { Claim } from '#domain/draft.ts';
import type { CapturedCase, ClaimCase } from '#domain/evaluation.ts';
import type { EvidenceItem } from '#domain/evidence.ts';
import { makePseudonyms, type Named } from '../writers/model/pseudonyms.ts';

export interface CaptureQuestion {
  id: string;
  claim: Claim;
  /** Whom the sentence is about. */
  subject: string;
  period: Period;
  /** What it cites. */
  evidence: readonly EvidenceItem[];
  verdict: CapturedCase['verdict'];
  /** How it should have read, in the person's words. */
  correction: string | null;
  /** Everybody whose name might stand in it, the subject first. */
  people: readonly Named[];
  captured_on: IsoDate;
}

/** How issue trackers write a key. */
const keyPattern = /\b[A-Z][A-Z0-9_]{1,19}-\d{1,9}\b/g;
const mailPattern = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu;

/** Ids of one kind by new ones, in the order in which they turn up; the same id becomes the same again. */
function makeRenaming(prefix: string): (id: string) => string {
  const known = new Map<string, string>();
  return (id) => {
    const name = known.get(id) ?? `${prefix}${known.size + 1}`;
    known.set(id, name);
    return name;
  };
}

/**
 * A case for the suite `claims` out of a sentence and what a person said of it: a wrong one must be found unsupported,
 * a right one supported. Names, addresses, ticket keys and ids are replaced, each the same way wherever it stands, so
 * that what is checked stays what it was. Evidence about others than the subject stays about others.
 */
export function capturedCaseOf(question: CaptureQuestion): ClaimCase {
  const { claim, evidence, verdict, correction } = question;
  const sentence = verdict === 'right' && correction !== null ? correction : claim.text;
  const texts = [
    sentence,
    ...evidence.flatMap(({ text, facts }) => [text, ...facts.map(({ name }) => name)]),
  ];
  const { hide } = makePseudonyms(question.people, texts);
  const key = makeRenaming('TASK-');
  const place = makeRenaming('e');
  const person = makeRenaming('p');
  const cleaned = (text: string): string =>
    hide(text)
      .replace(mailPattern, 'somebody@example.org')
      .replace(keyPattern, (found) => key(found));
  const subject = person(question.subject);
  return {
    id: question.id,
    description: verdict === 'wrong' ? 'a person said that it is wrong' : 'a person said that it is right',
    vars: {
      subject,
      period: question.period,
      evidence: evidence.map((item) => ({
        id: place(item.id),
        subject: person(item.subject),
        at: item.at,
        kind: item.kind,
        text: cleaned(item.text),
        facts: item.facts.map((fact) => ({
          ...fact,
          name: cleaned(fact.name),
          value: typeof fact.value === 'string' ? cleaned(fact.value) : fact.value,
        })),
      })),
      claim: { text: cleaned(sentence), citations: claim.citations.map(place) },
    },
    assert: [{ type: verdict === 'wrong' ? 'unsupported' : 'supported' }],
    tags: [verdict === 'wrong' ? 'captured-wrong' : 'faithful', 'captured'],
    provenance: `captured from what a person said of a draft, ${question.captured_on}; names, addresses, keys and ids replaced`,
  };
}
