/**
 * Seeds one error of a kind into a faithful sentence. Written without the verifier's own reading of a text, so that
 * what one overlooks the other need not.
 */
export type SeededKind =
  | 'number'
  | 'unit'
  | 'date'
  | 'person'
  | 'ticket'
  | 'negation'
  | 'superlative'
  | 'cause';

export interface Seeded {
  kind: SeededKind;
  text: string;
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const numberWords =
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen'.split(
    ' ',
  );
/** Strangers to every dossier. */
const strangers = ['Ottilie', 'Wendell', 'Zsófia', 'Thaddeus', 'Yevgenia'];
const notNames = new Set([
  ...months,
  ...'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
]);

/** A number that stands alone: not in a ticket, a date, a version, a label, a name. */
const standalone =
  /(?<![\w.,:/#€$£-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\w:/]|[.,]\d|-\d)(?!(?:st|nd|rd|th)\b)/g;

function isDay(text: string, at: number, length: number): boolean {
  const before = text.slice(Math.max(0, at - 12), at);
  const after = text.slice(at + length, at + length + 22);
  return (
    months.some((month) => before.trimEnd().endsWith(month)) ||
    new RegExp(`^(?:st|nd|rd|th)?(?: of)?(?: (?:and|to|until) \\d+)? (?:${months.join('|')})`).test(after) ||
    /^\s*(?:to|and|until)\s+\d{1,2}\s+[A-Z]/.test(after) ||
    /^20\d\d$/.test(text.slice(at, at + length))
  );
}

function otherNumber(text: string, salt: number): Seeded[] {
  const found = [...text.matchAll(standalone)].filter((match) => !isDay(text, match.index, match[0].length));
  return found.slice(0, 2).map((match) => {
    const value = Number(match[0].replaceAll(',', ''));
    const decimals = match[2] === undefined ? 0 : match[2].length - 1;
    const changes = [value * 1.3 + 1, value + 3, value * 2 + 1, value * 10, value + 7];
    const other = (changes[salt % changes.length] ?? value + 3).toFixed(decimals);
    const shown = match[0].includes(',')
      ? Number(other).toLocaleString('en-GB', { minimumFractionDigits: decimals })
      : other;
    return {
      kind: 'number' as const,
      text: `${text.slice(0, match.index)}${shown}${text.slice(match.index + match[0].length)}`,
    };
  });
}

function otherNumberWord(text: string): Seeded[] {
  const match = new RegExp(`\\b(${numberWords.join('|')})\\b(?!-)`, 'i').exec(text);
  if (match === null) return [];
  const index = numberWords.indexOf((match[1] ?? '').toLowerCase());
  const other = numberWords[(index + 5) % numberWords.length] ?? 'seven';
  const shown = /^[A-Z]/.test(match[0]) ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other;
  return [{ kind: 'number', text: text.replace(match[0], shown) }];
}

const unitSwaps: [RegExp, string][] = [
  [/\bhours\b/, 'weeks'],
  [/\bminutes\b/, 'days'],
  [/\bdays\b/, 'hours'],
  [/\bweeks\b(?! of)/, 'hours'],
  [/\bpercentage points\b/, 'hours'],
  [/(?<=\d) ?%/, ' hours'],
  [/€(?=\d)/, '$'],
  [/\$(?=\d)/, '£'],
  [/£(?=\d)/, '€'],
  [/(?<=\d )(?:issues|tickets|items|deals|pull requests|leads|defects|bugs)\b/, 'hours'],
];

function otherUnit(text: string): Seeded[] {
  const swap = unitSwaps.find(([pattern]) => pattern.test(text));
  return swap === undefined ? [] : [{ kind: 'unit', text: text.replace(swap[0], swap[1]) }];
}

/** Another month, five on: outside most evidence. */
function otherMonth(text: string): Seeded[] {
  const match = new RegExp(`\\b(${months.join('|')})\\b`).exec(text);
  if (match === null || (match[0] === 'May' && !/(?:in|of|\d|mid-|late|early|to|and) ?May/.test(text)))
    return [];
  const other = months[(months.indexOf(match[0]) + 5) % 12] ?? 'August';
  return [{ kind: 'date', text: text.replace(match[0], other) }];
}

function otherDay(text: string): Seeded[] {
  const match = new RegExp(`\\b(\\d{1,2}) (${months.join('|')})`).exec(text);
  if (match === null) return [];
  const day = (Number(match[1]) + 11) % 27;
  return [{ kind: 'date', text: text.replace(match[0], `${day + 1} ${match[2]}`) }];
}

function otherTicket(text: string): Seeded[] {
  const match = /\b([A-Z]{2,})-(\d+)\b/.exec(text);
  if (match === null) return [];
  return [{ kind: 'ticket', text: text.replace(match[0], `${match[1]}-${Number(match[2]) + 13}`) }];
}

function otherPerson(text: string, salt: number): Seeded[] {
  const names = [
    ...text.matchAll(/(?<!^)(?<![.:] )\b([A-ZÀ-Ý][a-zà-ÿ]{2,}) ([A-ZÀ-Ý][a-zà-ÿ]{2,})\b/g),
  ].filter((match) => !notNames.has(match[1] ?? '') && !notNames.has(match[2] ?? ''));
  const [name] = names;
  return name === undefined
    ? []
    : [{ kind: 'person', text: text.replace(name[0], `${strangers[salt % strangers.length]} ${name[2]}`) }];
}

function denied(text: string): Seeded[] {
  const match =
    /\b(was|were|is|are|has been|have been)\b(?! (?:not|no|never|still|only|as|ill|on|in|the|a|an|at|well|just|about|more|up|down|over|under|above|below|between|\d))/.exec(
      text,
    );
  if (match === null || /\b(?:no|not|none|never|without|nobody|un\w+|n't)\b/i.test(text)) return [];
  return [
    {
      kind: 'negation',
      text: text.replace(match[0], `${match[0].split(' ')[0]} not${match[0].includes(' ') ? ' been' : ''}`),
    },
  ];
}

const end = (text: string): string => text.replace(/[.!]$/, '');
const praises = [
  'the best result in the company',
  'more than anyone else',
  'the highest figure in the team',
  'as always',
  'outperforming all peers',
];
const causes = [
  'because of the new playbook',
  'thanks to better planning',
  'due to the office move',
  'as a result of the reorganisation',
  'which led to happier customers',
];

/** All errors that can be seeded into the sentence; `salt` varies which. */
export function seedErrors(text: string, salt: number): Seeded[] {
  const seeded: Seeded[] = [
    ...otherNumber(text, salt),
    ...otherNumberWord(text),
    ...otherUnit(text),
    ...otherMonth(text),
    ...otherDay(text),
    ...otherTicket(text),
    ...otherPerson(text, salt),
    ...denied(text),
    { kind: 'superlative', text: `${end(text)}, ${praises[salt % praises.length]}.` },
    { kind: 'cause', text: `${end(text)}, ${causes[salt % causes.length]}.` },
  ];
  return seeded.filter((error) => error.text !== text);
}
