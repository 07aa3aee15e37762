import type { KpiDraft } from './drafts.ts';
import type { Lexeme } from './lexer.ts';
import { type StatedNumber, sourceOf } from './provenance.ts';
import type { Reading } from './reading.ts';
import { leadLength } from './verb-finder.ts';

const LONGEST = 200;
const LONGEST_READ = 2000;

const TRAILING =
  /\s+(?:to|by|from|below|above|under|over|at|least|most|within|until|before|in|of|than|more|less|fewer|a factor|no|not|so|that|a|an|the|end|only|auf|um|bis|von|unter|über|de|à|al|para|en|ou|o|do|da|a|di|del|dal|entro|avant|antes|mindestens|moins|menos|meno|em|su|sotto|sous|por debajo|debajo|encima|jusqu|op)$/i;

/** Where the first number of the KPI, or its date, stands in the text; null where it has neither. */
function cutAt(
  { tokens, clean }: Reading,
  { kpi }: KpiDraft,
  stated: readonly StatedNumber[],
): number | null {
  const values = [kpi.baseline, kpi.target, kpi.target_range?.[0], kpi.relative?.value];
  const places = values
    .filter((value) => value != null)
    .map((value) => tokens[sourceOf(value, stated)?.first ?? -1]?.start ?? -1);
  if (kpi.due !== null) places.push(clean.text.indexOf(kpi.due));
  const found = places.filter((place) => place > 0);
  return found.length === 0 ? null : Math.min(...found);
}

/** "I want us to cut churn" says "cut churn" of somebody who wants it. */
function begin(reading: Reading, lexemes: readonly Lexeme[]): number {
  const first = lexemes[leadLength(reading, lexemes)];
  const start = first === undefined ? 0 : (reading.tokens[first.first]?.start ?? 0);
  return start < LONGEST ? start : 0;
}

const names = (short: string, metric: string) =>
  metric.split(/\s+/).some((word) => word.length > 2 && short.toLowerCase().includes(word.toLowerCase()));

const oneLine = (text: string) => text.slice(0, LONGEST_READ).replace(/\s+/g, ' ').trim();

const capitalised = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** The statement as its speaker put it, from its verb up to its first number or date. */
export function objectiveOf(
  reading: Reading,
  lexemes: readonly Lexeme[],
  drafts: readonly KpiDraft[],
  stated: readonly StatedNumber[],
): string {
  const { text } = reading.clean;
  const [only] = drafts;
  if (only === undefined) return oneLine(text).slice(0, LONGEST).trim();
  const from = begin(reading, lexemes);
  const cut = drafts.length === 1 ? cutAt(reading, only, stated) : null;
  let short = oneLine(text.slice(from, cut !== null && cut > from ? cut : undefined));
  while (TRAILING.test(short)) short = short.replace(TRAILING, '');
  // A lone verb ("Hire" of "Hire 3 engineers") says too little, and so does what leaves out the thing itself.
  const said = reading.vocabulary.ideographic || (short.includes(' ') && names(short, only.kpi.metric));
  const telling = said ? short : oneLine(text.slice(from));
  return capitalised(telling.slice(0, LONGEST).trim());
}
