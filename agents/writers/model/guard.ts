import { readsLikeAnOrder } from '#agents/briefs/title.ts';
import type { StoredEvidence } from '#domain/evidence.ts';

// Verification looks up what a sentence states: figures, dates, names. What it cannot look up is a sentence that states
// nothing of the kind: a judgement, a promise, or words that a ticket put into the writer's mouth. Those end here.

/** What AI never says of a person (design rule 4), whatever it cites. */
const judgement: readonly RegExp[] = [
  /\b(rating|rated|rank(ed|ing)?|grade|stars?|(top|high|low|poor|under)[ -]?perform\w*|(exceed|meet|miss)(s|es|ed)? (all |the )?expectations?)\b/iu,
  /\b(promot(e|ed|ion)|salary|salaries|compensation|bonus(es)?|(pay|salary|a) raise|terminat\w+|dismiss(al|ed)?|fired|layoffs?|improvement plan|severance)\b/iu,
  /\b(outstanding|exceptional|excellent|superb|brilliant|stellar|amazing|extraordinary|flawless|world[ -]class|rock ?star|lazy|careless|incompetent|unreliable|toxic)\b/iu,
  /\b(than|compared (to|with)|unlike|among) (his |her |their |the |all |any |most |many )*(other|others|colleagues?|peers?|team ?mates?|team members?|anyone|everyone)\b/iu,
];

const numberWords = /\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|once|twice)\b/iu;

const quotation = /["“„«][^"“”„«»]{0,200}["”“»]/gu;
/** So many words in a row of a title are that title. */
const REPEATED_WORDS = 5;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const texts = (items: readonly StoredEvidence[], name: string): string[] =>
  items.flatMap(({ facts }) =>
    facts.flatMap((fact) => (fact.name === name && typeof fact.value === 'string' ? [fact.value] : [])),
  );

/** Whether a text says the words of a title as its own instead of quoting them. */
function repeatsATitle(text: string, evidence: readonly StoredEvidence[]): boolean {
  const said = ` ${wordsOf(text).join(' ')} `;
  return texts(evidence, 'title').some((title) => {
    const words = wordsOf(title);
    return words.some(
      (_, place) =>
        place + REPEATED_WORDS <= words.length &&
        said.includes(` ${words.slice(place, place + REPEATED_WORDS).join(' ')} `),
    );
  });
}

/** Whether a sentence states something that verification can look up in what it cites. */
function isCheckable(text: string, cited: readonly StoredEvidence[]): boolean {
  const lower = text.toLowerCase();
  const names = [...texts(cited, 'key'), ...texts(cited, 'indicator'), ...texts(cited, 'metric')];
  return (
    /\p{N}/u.test(text) ||
    numberWords.test(text) ||
    names.some((name) => lower.includes(name.toLowerCase())) ||
    [...texts(cited, 'title'), ...texts(cited, 'objective')].some((title) =>
      lower.includes(title.toLowerCase()),
    )
  );
}

/** Why a text may not stand whatever verification says of its figures; null when nothing speaks against it. */
export function judgementIn(text: string): string | null {
  const own = text.replaceAll(quotation, ' ');
  if (readsLikeAnOrder(own)) return 'it gives an order or leads somewhere';
  const found = judgement.map((mark) => mark.exec(own)?.[0]).find((word) => word !== undefined);
  return found === undefined ? null : `it judges or promises ("${found}")`;
}

/** The same for a sentence with citations. @param evidence all that may be cited. */
export function objectionTo(
  { text, citations }: { text: string; citations: readonly string[] },
  evidence: readonly StoredEvidence[],
): string | null {
  const said = judgementIn(text);
  if (said !== null) return said;
  const own = text.replaceAll(quotation, ' ');
  if (repeatsATitle(own, evidence)) return 'it says the words of a title as its own';
  const cited = evidence.filter(({ id }) => citations.includes(id));
  return isCheckable(text, cited) ? null : 'it states nothing that can be looked up in what it cites';
}
