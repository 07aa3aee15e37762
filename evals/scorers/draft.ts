import type { Claim, Draft } from '#domain/draft.ts';
import type { StoredEvidence } from '#domain/evidence.ts';
import { verifyDraft } from '#domain/verification/verify.ts';
import { exclusiveWords } from './inclusive.ts';
import { praiseWords, ratingWords } from './wording.ts';

/** Each scorer gives its reasons; none: all is well. */
export type Reasons = string[];

/** Sentences that state something of somebody. */
export const sentencesOf = ({ claims, areas }: Draft): Claim[] => [
  ...claims,
  ...areas.flatMap(({ reason, measure }) => [reason, measure]),
];

/** Every text that a reader is told. */
export const textsOf = (draft: Draft): string[] => [
  ...sentencesOf(draft).map(({ text }) => text),
  ...draft.areas.flatMap(({ title, actions }) => [title, ...actions]),
];

/** As a reader would see it. */
export function shown(draft: Draft): string {
  if (draft.status === 'not_enough_data') return 'Not enough data.';
  const claims = draft.claims.map(({ section, text }) => `[${section}] ${text}`);
  const areas = draft.areas.map(
    ({ title, reason, actions, measure, review_on }) =>
      `${title}\n  Why: ${reason.text}\n${actions.map((action) => `  Do: ${action}`).join('\n')}\n  Measure: ${measure.text} Review on ${review_on}.`,
  );
  return [...claims, ...areas].join('\n');
}

/** The items that a draft cites, a line each. */
export const evidenceShown = (draft: Draft, evidence: ReadonlyMap<string, StoredEvidence>): string =>
  [...new Set(sentencesOf(draft).flatMap(({ citations }) => citations))]
    .map((id) => `${id} ${evidence.get(id)?.at ?? ''} ${evidence.get(id)?.text ?? 'does not exist'}`)
    .join('\n');

export const cites = (draft: Draft, evidence: ReadonlyMap<string, StoredEvidence>): Reasons =>
  sentencesOf(draft).flatMap(({ text, citations }) => [
    ...(citations.length === 0 ? [`cites nothing: ${text}`] : []),
    ...citations.filter((id) => !evidence.has(id)).map((id) => `cites ${id}, which does not exist: ${text}`),
  ]);

/** Judged anew over everything that is stored, not over what the writer was given. */
export function verifies(
  draft: Draft,
  evidence: ReadonlyMap<string, StoredEvidence>,
  known: readonly string[],
): Reasons {
  const claims = sentencesOf(draft);
  const cited = new Set(claims.flatMap(({ citations }) => citations));
  const items = [...evidence.values()].filter(({ id }) => cited.has(id));
  const verdict = verifyDraft({ subject: draft.person_id, period: draft.period, claims }, items, {
    known_entities: known,
  });
  return claims.flatMap(({ text }, index) => {
    const reasons = verdict.claims[index]?.reasons ?? [];
    return reasons.length === 0 ? [] : [`${reasons.join(', ')}: ${text}`];
  });
}

export const judgesNobody = (draft: Draft): Reasons =>
  textsOf(draft).flatMap((text) =>
    [...ratingWords(text), ...praiseWords(text)].map((word) => `says ${JSON.stringify(word)}: ${text}`),
  );

export const isInclusive = (draft: Draft): Reasons =>
  textsOf(draft).flatMap((text) =>
    exclusiveWords(text).map(({ kind, word }) => `${kind}: ${JSON.stringify(word)} in: ${text}`),
  );

/** Sentences that a manager reads in two minutes and that still say something. */
const SENTENCES = { least: 6, most: 12 };
const AREAS = { least: 2, most: 4 };

export const isOfReadableLength = ({ claims }: Draft): Reasons =>
  claims.length >= SENTENCES.least && claims.length <= SENTENCES.most
    ? []
    : [`${claims.length} sentences; ${SENTENCES.least} to ${SENTENCES.most} are meant`];

export const saysNothingTwice = (draft: Draft): Reasons => {
  const texts = sentencesOf(draft).map(({ text }) => text);
  return texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `said twice: ${text}`);
};

/** A plan's areas: as many as one can work on, each with something to do, a measure with a number, and a day to come. */
export function isConcrete({ areas }: Draft, asOf: string): Reasons {
  const number =
    areas.length >= AREAS.least && areas.length <= AREAS.most
      ? []
      : [`${areas.length} growth areas; ${AREAS.least} to ${AREAS.most} are meant`];
  return [
    ...number,
    ...areas.flatMap(({ title, actions, measure, review_on }) => [
      ...(actions.length === 0 ? [`nothing to do: ${title}`] : []),
      ...(/\d/.test(measure.text) ? [] : [`a measure without a number: ${measure.text}`]),
      ...(review_on > asOf ? [] : [`reviewed on ${review_on}, which has passed: ${title}`]),
    ]),
  ];
}
