import type { Check, CitedClaim, Reason } from '../claim.ts';
import { stopWords } from '../concepts.ts';
import type { ItemReading } from '../evidence-reading.ts';
import { isCommonWord, isGivenName } from '../names.ts';
import type { Token } from '../tokens.ts';

const wrong = (datum: string): Reason => ({ code: 'entity-not-in-evidence', datum });

const bare = (token: Token): string => token.lower.replace(/'s$|'$/, '');

/** Words with a capital that name no one: months are dates, and these measures have plain names in evidence. */
const neutral = new Set(
  'i ok kpi kpis okr okrs sla csat nps wip eur usd gbp chf q1 q2 q3 q4 h1 h2 fy mr mrs ms dr'.split(' '),
);

const inWords = (item: ItemReading, token: Token): boolean =>
  item.words.has(bare(token)) || item.words.has(token.stem);

function isName(claim: CitedClaim, at: number, dated: ReadonlySet<number>): boolean {
  const { tokens } = claim.reading;
  const token = tokens[at];
  if (
    token === undefined ||
    token.kind !== 'word' ||
    token.text.length < 2 ||
    !token.capital ||
    dated.has(at) ||
    neutral.has(bare(token))
  )
    return false;
  if (claim.known.has(bare(token)) || isKnownTerm(claim, at)) return false;
  if (!token.opens) return true;
  if (claim.cited.some((item) => item.words.has(bare(token)))) return false;
  if (renames(claim, at)) return true;
  const next = tokens[at + 1];
  const beforeName = next?.kind === 'word' && next.capital && next.spaced && !dated.has(at + 1);
  if (departments.has(bare(token))) return looksActive(token, next);
  if (isGivenName(bare(token))) return !isCommonWord(bare(token)) || beforeName || looksActive(token, next);
  return !isCommonWord(bare(token)) && !isCommonWord(token.stem);
}

/** A first word before a name that goes with another first word in the evidence: "Min-jun Park" for Hye-jin Park. */
function renames(claim: CitedClaim, at: number): boolean {
  const { tokens } = claim.reading;
  const first = tokens[at];
  const hyphenated = tokens[at + 1]?.text === '-' && tokens[at + 1]?.spaced === false;
  const name = tokens[hyphenated ? at + 3 : at + 1];
  if (first === undefined || name?.kind !== 'word' || !name.capital || stopWords.has(first.stem))
    return false;
  return claim.cited.some((item) =>
    item.text.tokens.some((token, place) => {
      if (bare(token) !== bare(name) || !token.capital) return false;
      const previous = item.text.tokens[place - 1];
      const before = item.text.tokens[place - 2]?.text === '-' ? item.text.tokens[place - 3] : previous;
      return (
        before?.kind === 'word' &&
        before.capital &&
        before.lower !== first.lower &&
        !stopWords.has(before.stem)
      );
    }),
  );
}

const departments = new Set(
  'marketing finance sales legal engineering hr product design operations procurement security management support'.split(
    ' ',
  ),
);

/** "PRs", "CSAT": an abbreviation of what the evidence calls by its long name. */
const isKnownTerm = (claim: CitedClaim, at: number): boolean =>
  /^[A-Z]{2,}s?$/.test(claim.reading.tokens[at]?.text ?? '') &&
  claim.reading.marks.some(
    (mark) =>
      mark.at === at && mark.kind !== 'other' && claim.cited.some((item) => item.concepts.has(mark.concept)),
  );

/** "Mark reviewed", "Grace's": a name that is also a word acts or owns. */
const looksActive = (token: Token, next: Token | undefined): boolean =>
  /'s$/.test(token.text.toLowerCase()) ||
  /^(?:has|had|was|is|says|said|and|also|[a-z]{2,}ed|wrote|took|led|gave|found|held)$/.test(
    next?.lower ?? '',
  );

export interface Name {
  tokens: Token[];
  /** Lower case, without a possessive ending. */
  words: string[];
  at: number;
}

export function namesOf(claim: CitedClaim): Name[] {
  const dated = new Set<number>();
  for (const date of claim.reading.dates) for (let at = date.at; at < date.next; at += 1) dated.add(at);
  const names: Name[] = [];
  claim.reading.tokens.forEach((token, at) => {
    if (!isName(claim, at, dated)) return;
    const last = names.at(-1);
    const previous = claim.reading.tokens[at - 1];
    if (
      last !== undefined &&
      last.at + last.tokens.length === at &&
      token.spaced &&
      !/'s$/.test(previous?.text ?? '')
    ) {
      last.tokens.push(token);
      last.words.push(bare(token));
    } else names.push({ tokens: [token], words: [bare(token)], at });
  });
  return names;
}

/** The words of a name stand side by side in an item: "Maria Lopez" is not made of Maria Santos and Ana Lopez. */
function standsTogether(item: ItemReading, name: Name): boolean {
  const list = item.text.tokens;
  const first = name.tokens[0];
  if (first === undefined) return true;
  const facts = item.item.facts.some(
    (fact) =>
      typeof fact.value === 'string' &&
      name.tokens.every((token) => String(fact.value).toLowerCase().includes(bare(token))),
  );
  return (
    facts ||
    list.some(
      (token, at) =>
        (bare(token) === bare(first) || token.stem === first.stem) &&
        name.tokens.every((part) =>
          list
            .slice(Math.max(0, at - 3), at + name.tokens.length + 2)
            .some((other) => bare(other) === bare(part) || other.stem === part.stem),
        ),
    )
  );
}

function checkName(claim: CitedClaim, name: Name): Reason[] {
  const text = name.tokens.map((token) => token.text.replace(/'s$/, '')).join(' ');
  const missing = name.tokens.some((token) => !claim.cited.some((item) => inWords(item, token)));
  if (missing) return [wrong(text)];
  return name.tokens.length === 1 || claim.cited.some((item) => standsTogether(item, name))
    ? []
    : [wrong(text)];
}

const identifiers = new Set<Token['kind']>(['key', 'url', 'version', 'clock']);

function checkIdentifiers(claim: CitedClaim): Reason[] {
  return claim.reading.tokens
    .filter((token) => identifiers.has(token.kind) && !claim.known.has(token.lower))
    .filter(
      (token) =>
        !claim.cited.some(
          (item) => item.words.has(token.lower) || item.words.has(token.lower.replace(/^[#v]/, '')),
        ),
    )
    .map((token) => wrong(token.text));
}

/** "sprint 12", "ticket 4711": the number is a name. */
function checkLabels(claim: CitedClaim): Reason[] {
  const { tokens, quantities, dates } = claim.reading;
  const taken = new Set<number>();
  for (const span of [...quantities, ...dates]) for (let at = span.at; at < span.next; at += 1) taken.add(at);
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'number' || taken.has(at)) return [];
    const before = tokens[at - 1];
    const found = claim.cited.some((item) =>
      item.text.tokens.some(
        (other, place) =>
          other.text === token.text ||
          other.text === `v${token.text}` ||
          item.text.tokens[place]?.lower.endsWith(`-${token.text}`),
      ),
    );
    return found ? [] : [wrong(`${before?.kind === 'word' ? `${before.text} ` : ''}${token.text}`)];
  });
}

function checkQuotes(claim: CitedClaim): Reason[] {
  const quotes: string[][] = [];
  let open = false;
  for (const token of claim.reading.tokens) {
    if (token.quoted && token.kind !== 'punctuation') {
      if (!open) quotes.push([]);
      quotes.at(-1)?.push(token.stem);
    }
    open = token.quoted;
  }
  return quotes
    .filter((quote) => quote.length > 0 && !claim.cited.some((item) => isQuoted(item, quote)))
    .map((quote) => wrong(`"${quote.join(' ')}"`));
}

function isQuoted(item: ItemReading, quote: readonly string[]): boolean {
  const stems =
    [item.item.text, ...item.item.facts.map((fact) => String(fact.value))].length > 0
      ? item.text.tokens.filter((token) => token.kind !== 'punctuation').map((token) => token.stem)
      : [];
  for (let at = 0; at + quote.length <= stems.length; at += 1)
    if (quote.every((stem, index) => stems[at + index] === stem)) return true;
  return quote.every((stem) => item.words.has(stem)) && quote.length <= 3;
}

/** "ledger-service" where the evidence speaks of the billing-service. */
function checkCompounds(claim: CitedClaim): Reason[] {
  const { tokens } = claim.reading;
  return tokens.flatMap((token, at) => {
    const [hyphen, head] = [tokens[at + 1], tokens[at + 2]];
    if (
      token.kind !== 'word' ||
      hyphen?.text !== '-' ||
      hyphen.spaced ||
      head?.kind !== 'word' ||
      head.spaced
    )
      return [];
    if (claim.cited.some((item) => inWords(item, token))) return [];
    const rival = claim.cited.some((item) =>
      item.text.tokens.some(
        (other, place) =>
          other.stem === head.stem && item.text.tokens[place - 1]?.text === '-' && !other.spaced,
      ),
    );
    return rival ? [wrong(`${token.text}-${head.text}`)] : [];
  });
}

export const checkEntities: Check = (claim) => [
  ...checkCompounds(claim),
  ...checkIdentifiers(claim),
  ...checkLabels(claim),
  ...namesOf(claim).flatMap((name) => checkName(claim, name)),
  ...checkQuotes(claim),
];
