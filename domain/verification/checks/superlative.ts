import type { Check, CitedClaim, Reason } from '../claim.ts';
import type { Figure } from '../evidence-reading.ts';
import type { Reading } from '../reading.ts';

/** Words that set somebody above all others or let no exception be; each needs evidence that says so. */
const groups: string[][] = [
  [
    'best',
    'finest',
    'greatest',
    'top',
    'leading',
    'foremost',
    'unmatched',
    'unrivalled',
    'unparalleled',
    'unsurpassed',
    'second-to-none',
    'star',
  ],
  ['highest', 'most', 'largest', 'biggest', 'maximum', 'record', 'peak'],
  ['lowest', 'least', 'fewest', 'smallest', 'minimum'],
  ['fastest', 'quickest', 'shortest', 'slowest', 'longest', 'earliest', 'latest'],
  ['worst', 'weakest', 'poorest'],
  ['always', 'invariably', 'constantly', 'consistently', 'consistent', 'unfailingly'],
  ['every', 'all', 'each', 'entire', 'everything'],
  ['everyone', 'everybody'],
  ['never'],
  ['only', 'sole', 'unique', 'first-ever'],
  ['first'],
  ['perfect', 'perfectly', 'flawless', 'flawlessly', 'impeccable'],
  [
    'exceptional',
    'exceptionally',
    'outstanding',
    'extraordinary',
    'exemplary',
    'remarkable',
    'remarkably',
    'excellent',
    'brilliant',
    'stellar',
    'superb',
    'unbeatable',
    'world-class',
    'phenomenal',
  ],
];
/** -est of an adjective: strongest, friendliest; the words that merely end so are few. */
const estWords = new Set(
  'test latest contest interest request west rest guest quest suggest invest manifest protest harvest honest modest forest digest earnest arrest chest nest pest vest crest zest priest attest detest ingest infest conquest inquest behest tempest everest'.split(
    ' ',
  ),
);
const EST_GROUP = 100;
const groupOfWord = (word: string): number | undefined =>
  groupOf.get(word) ?? (/^[a-z]{3,}est$/.test(word) && !estWords.has(word) ? EST_GROUP : undefined);
const ALWAYS = groups.findIndex((group) => group.includes('always'));
const groupOf = new Map(
  groups.flatMap((group, index) => group.map((word): [string, number] => [word, index])),
);

const text = (reading: Reading, from: number, to: number): string =>
  reading.tokens
    .slice(Math.max(0, from), to)
    .map((token) => token.lower)
    .join(' ');

const timeUnit =
  /^(?:hours?|days?|weeks?|months?|quarters?|years?|sprints?|half|line|time|contact|response|reply|answer|aid|name|step|steps|place|draft|version|thing|place|responses|replies|answers|calls?)\b|^and (?:the )?second\b/;

/** Wordings that merely look like one: "at least", "first response time", "all 14", "most recent", "best practice". */
function isHarmless(reading: Reading, at: number, word: string): boolean {
  const before = reading.tokens[at - 1]?.lower ?? '';
  const after = text(reading, at + 1, at + 4);
  switch (word) {
    case 'least':
      return before === 'at' || before === 'not';
    case 'most':
      return (
        before === 'at' ||
        /^(?:recent|recently)\b/.test(after) ||
        (/^of\b/.test(after) && reading.dates.some((date) => date.at === at + 2 || date.at === at + 3))
      );
    case 'best':
      return /^(?:practice|practices|of luck|possible)\b/.test(after) || before === 'at';
    case 'top':
      return /^(?:of|priority)\b/.test(after) || before === 'on';
    case 'first':
      return (
        timeUnit.test(after.replace(/^- /, '')) ||
        before === 'at' ||
        reading.dates.some((date) => at >= date.at && at < date.next) ||
        /^[,:]/.test(after) ||
        reading.tokens[at]?.opens === true
      );
    case 'latest':
    case 'earliest':
      return before === 'at' || before === 'the';
    case 'longest':
    case 'record':
      return (
        word === 'record' && !/^(?:a|an|the|company|team|new|personal|department|all-time)$/.test(before)
      );
    case 'leading':
      return /^(?:to|the|a)\b/.test(after) || before !== 'the';
    case 'star':
      return before !== 'a' && before !== 'the';
    case 'only':
      return (
        !['the', 'is', 'was', 'were'].includes(before) ||
        reading.quantities.some((quantity) => quantity.at <= at + 1 && quantity.next > at)
      );
    case 'never':
      return true;
    case 'all':
      return (
        /^but\b/.test(after) ||
        before === 'in' ||
        before === 'at' ||
        before === 'of' ||
        before === 'not' ||
        /^(?:day|night|about|in all)\b/.test(after)
      );
    case 'every':
      return false;
    case 'each':
      return (
        /^other\b/.test(after) ||
        reading.quantities.some(
          (quantity) => quantity.rate !== null && quantity.next > at && quantity.at < at,
        )
      );
    case 'entire':
      return reading.dates.some((date) => at >= date.at - 1 && at < date.next);
    default:
      return false;
  }
}

/** "the most in the team" is a superlative; "most issues" says more than half, which numbers can bear out. */
function majorityHolds(claim: CitedClaim, at: number): boolean {
  const before = claim.reading.tokens[at - 1]?.lower ?? '';
  if (['the', 'his', 'her', 'their', 'its'].includes(before)) return false;
  const shares = claim.cited
    .flatMap((item) => item.figures)
    .flatMap((figure) =>
      figure.unit?.dimension === 'percent' ? [figure.value * (figure.unit.factors[0] ?? 1)] : [],
    );
  return shares.some((share) => share > 50 || share < 50);
}

/** The highest of the cited facts of one name, where the claim says it of its own number. */
const lows = new Set('weakest quietest calmest thinnest poorest smallest lightest'.split(' '));
const highs = new Set('strongest busiest largest biggest heaviest greatest fullest'.split(' '));

function extremeHolds(claim: CitedClaim, group: number, word: string): boolean {
  const byName = Map.groupBy(
    claim.cited
      .flatMap((item) => item.figures)
      .filter((figure) => figure.source === 'fact' || figure.periods.length > 0),
    (figure) => figure.name,
  );
  const outside =
    /\b(?:team|company|department|colleagues?|anyone|everyone|peers?|organisation|organization|ever|group)\b/i.test(
      claim.text,
    );
  if (outside) return false;
  return [...byName.values()].some((facts) => {
    if (facts.length < 2) return false;
    const values = facts.map((fact) => fact.value);
    const extremes =
      group === 2 || lows.has(word)
        ? [Math.min(...values)]
        : group === 1 || highs.has(word)
          ? [Math.max(...values)]
          : [Math.min(...values), Math.max(...values)];
    return extremes.some((extreme) => isHeld(claim, facts, extreme));
  });
}

function isHeld(claim: CitedClaim, facts: readonly Figure[], extreme: number): boolean {
  const holders = facts.filter((fact) => fact.value === extreme);
  const said = claim.reading.quantities.some(
    (quantity) => Math.abs(quantity.value - extreme) <= quantity.step / 2,
  );
  const dated = claim.reading.dates.some((date) =>
    holders.some((fact) =>
      date.options.some((option) => fact.periods.some((own) => own.from === option.from)),
    ),
  );
  const anyNumber = claim.reading.quantities.length > 0;
  return claim.reading.dates.length > 0 ? dated && (said || !anyNumber) : said;
}

/** "all three", "all of the 14", "every month" of a series where all of them are cited. */
function universalHolds(claim: CitedClaim, at: number): boolean {
  const next = claim.reading.tokens[at + 1]?.lower ?? '';
  const counted =
    ['all', 'each', 'every'].includes(claim.reading.tokens[at]?.lower ?? '') &&
    claim.reading.quantities.some(
      (quantity) => quantity.at > at && quantity.at <= at + 3 && !isOnlyPartly(claim, quantity.value),
    );
  const whole = claim.cited
    .flatMap((item) => item.figures)
    .some(
      (figure) =>
        figure.unit?.dimension === 'percent' && figure.value * (figure.unit.factors[0] ?? 1) === 100,
    );
  const keys = claim.reading.tokens.filter((token) => token.kind === 'key').length;
  const word = claim.reading.tokens[at]?.lower ?? '';
  if (
    ['each', 'every'].includes(word) &&
    /^(?:month|week|quarter|day)$/.test(next) &&
    claim.reading.quantities.length > 0 &&
    isSeriesOf(claim, 3)
  )
    return true;
  return (
    counted ||
    whole ||
    (keys > 1 && ['all', 'each'].includes(word)) ||
    (/^(?:month|week|quarter)$/.test(next) && series(claim))
  );
}

/** The evidence counts fewer than all: "16 of 17". */
const isOnlyPartly = (claim: CitedClaim, total: number): boolean =>
  claim.cited.some((item) =>
    item.text.quantities.some(
      ({ value, of }) => of !== null && item.text.quantities[of]?.value === total && value < total,
    ),
  );

const isSeriesOf = (claim: CitedClaim, length: number): boolean =>
  [
    ...Map.groupBy(
      claim.cited.flatMap((item) => item.figures).filter((figure) => figure.source === 'fact'),
      (figure) => figure.name,
    ).values(),
  ].some((facts) => facts.length >= length);

/** Three or more facts of one name that move one way. */
function series(claim: CitedClaim): boolean {
  const byName = Map.groupBy(
    claim.cited
      .flatMap((item) => item.figures)
      .filter((figure) => figure.source === 'fact' && figure.periods.length > 0),
    (figure) => figure.name,
  );
  return [...byName.values()].some((facts) => {
    const sorted = [...facts]
      .sort((a, b) => ((a.periods[0]?.from ?? '') < (b.periods[0]?.from ?? '') ? -1 : 1))
      .map((fact) => fact.value);
    const steps = sorted.slice(1).map((value, index) => Math.sign(value - (sorted[index] ?? value)));
    return steps.length >= 2 && steps.every((step) => step === steps[0] && step !== 0);
  });
}

const scopes =
  /\b(?:team|company|department|organisation|organization|office|group|region|country|anyone|everyone|ever|all time|peers?|colleagues)\b/i;

function inEvidence(claim: CitedClaim, group: number, at: number): boolean {
  const said = claim.reading.tokens[at]?.lower;
  const scope = scopes.exec(
    claim.reading.tokens
      .slice(at)
      .map((token) => token.lower)
      .join(' '),
  )?.[0];
  if (scope !== undefined && !claim.cited.some((item) => item.words.has(scope))) return false;

  return claim.cited.some((item) =>
    item.text.tokens.some(
      (token, at) =>
        groupOfWord(token.lower) === group &&
        (group !== EST_GROUP || token.lower === said) &&
        !isHarmless(item.text, at, token.lower),
    ),
  );
}

const beyondAll =
  /\b(?:than (?:any|anyone|anybody|everyone|everybody|the rest|all (?:the )?other|any of)|second to none|ahead of (?:everyone|all)|outperform\w*|outshone|unlike anyone|nobody else|no one else|number one|no\. 1|without exception|at all times|time and again|every single)\b/i;

export const checkSuperlative: Check = (claim) => {
  const reasons: Reason[] = [];
  const phrase = beyondAll.exec(claim.text)?.[0];
  if (
    phrase !== undefined &&
    !claim.cited.some((item) => item.item.text.toLowerCase().includes(phrase.toLowerCase()))
  )
    reasons.push({ code: 'superlative-unsupported', datum: phrase });
  claim.reading.tokens.forEach((token, at) => {
    const group = token.kind === 'word' ? groupOfWord(token.lower) : undefined;
    if (group === undefined || isHarmless(claim.reading, at, token.lower) || inEvidence(claim, group, at))
      return;
    if (token.lower === 'most' && majorityHolds(claim, at)) return;
    if (
      (group === 1 ||
        group === 2 ||
        group === 3 ||
        group === 4 ||
        group === EST_GROUP ||
        token.lower === 'best') &&
      extremeHolds(claim, group, token.lower)
    )
      return;
    if ((group === ALWAYS || group === ALWAYS + 1) && universalHolds(claim, at)) return;
    reasons.push({ code: 'superlative-unsupported', datum: token.text });
  });
  return reasons.slice(0, 1);
};
