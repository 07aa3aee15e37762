import type { IsoDate } from '#domain/date.ts';
import { type DateCore, type Reader, relativePeriod } from './date-cores.ts';
import { readCore, readSpan } from './date-reading.ts';

/** A date phrase with its preposition. */
export interface DatePhrase {
  end: number;
  iso: IsoDate | null;
  /** `bare`: without a preposition, due only by its place. `label`: names a baseline, a plan or a start. */
  role: 'due' | 'label' | 'bare';
  /** "within 28 days" may limit each case instead of ending the goal. */
  span: boolean;
}

const phrase = (end: number, iso: IsoDate | null, role: DatePhrase['role'], span = false): DatePhrase => ({
  end,
  iso,
  role,
  span,
});

/** "levels" after a date make it a label: "from 2019 levels". */
function labelled(reader: Reader, found: DateCore, role: DatePhrase['role'], span = false): DatePhrase {
  const { labelFollowers } = reader.vocabulary.calendar;
  const possessive = reader.tokens[found.end]?.text === "'" ? found.end + 2 : found.end;
  const follower = labelFollowers.match(reader.tokens, possessive);
  if (follower !== null) return phrase(follower.end, found.iso, 'label');
  return phrase(found.end, found.iso, found.past ? 'label' : role, span);
}

/** "by 5 % over three years." */
const endsClause = ({ tokens }: Reader, at: number): boolean => {
  const next = tokens[at];
  return next === undefined || next.kind === 'newline' || /^[.,;)]$/.test(next.text);
};

function spanPhrase(reader: Reader, at: number): DatePhrase | null {
  const { tokens, vocabulary } = reader;
  const { spanPrepositions, spanAfter, later } = vocabulary.calendar;
  const preposition = spanPrepositions.match(tokens, at);
  if (preposition !== null) {
    const span = readSpan(reader, preposition.end);
    if (span === null) return null;
    const name = tokens[at]?.lower ?? '';
    // "over 3 years of experience" and "for 6 weeks" are amounts, unless the next ones are meant.
    if (
      ['over', 'for', 'during', 'across', 'throughout', 'through'].includes(name) &&
      !span.ahead &&
      !(name === 'over' && endsClause(reader, span.end))
    )
      return null;
    // "within 2 weeks of quarter's end" limits each case.
    if (tokens[span.end]?.lower === 'of') return null;
    return labelled(
      reader,
      span,
      'due',
      !span.ahead && (span.unit === 'day' || span.unit === 'week' || span.unit === 'month'),
    );
  }
  const span = readSpan(reader, at);
  if (span === null) return null;
  const after = later.match(tokens, span.end) ?? spanAfter.match(tokens, span.end);
  return after && phrase(after.end, span.iso, 'due', span.unit === 'day');
}

function endOfRange(reader: Reader, at: number): DatePhrase | null {
  const first = reader.tokens[at]?.lower;
  if (first !== 'from' && first !== 'between') return null;
  const start = readCore(reader, at + 1);
  if (
    start === null ||
    !['to', 'until', 'through', '-', '–', 'and'].includes(reader.tokens[start.end]?.lower ?? '')
  )
    return null;
  const end = readCore(reader, start.end + 1);
  // "from fall to spring" names what is measured.
  if (start.weak && start.months === 3) return null;
  return end && phrase(end.end, end.iso, 'due');
}

/** A month or year alone is a date only where its spelling or a preposition says so. */
function bareAllowed(reader: Reader, at: number, found: DateCore): boolean {
  if (!found.weak) return true;
  const token = reader.tokens[at];
  return found.months === 1 && /^\p{Lu}/u.test(token?.text ?? '') && token?.lower !== 'may' && at > 0;
}

function bare(reader: Reader, at: number): DatePhrase | null {
  const found = readCore(reader, at);
  if (found === null || !bareAllowed(reader, at, found)) return null;
  const { dueAfter } = reader.vocabulary.calendar;
  const after = dueAfter.match(reader.tokens, found.end);
  return after ? phrase(after.end, found.iso, 'due') : labelled(reader, found, 'bare');
}

function withPreposition(reader: Reader, at: number): DatePhrase | null {
  const { tokens, vocabulary } = reader;
  const { duePrepositions, labelPrepositions, articles, periods, dueAfter } = vocabulary.calendar;
  const due = duePrepositions.match(tokens, at);
  const label = due === null ? labelPrepositions.match(tokens, at) : null;
  const longest = due ?? label;
  // "faster than in January" compares.
  const compares = /^(?:than|as|vs|versus|since)$/.test(tokens[at - 1]?.lower ?? '');
  if (longest === null) return null;
  // "by the end of the year" is a preposition before "the year" and one before "the end of …".
  const shorter = due === null ? null : duePrepositions.matchExactly(tokens, at, 1);
  const found = readCore(reader, longest.end) ?? (shorter && readCore(reader, shorter.end));
  if (found !== null) {
    const after = dueAfter.match(tokens, found.end);
    if (after !== null) return phrase(after.end, found.iso, 'due');
    return labelled(reader, found, due === null || compares ? 'label' : 'due');
  }
  if (due === null) return null;
  const event = eventDate(reader, at, due.end);
  if (event !== null) return event;
  // "by the quarter's end", "by year end": the running period.
  const place = articles.match(tokens, due.end)?.end ?? due.end;
  const noun = periods.match(tokens, place);
  const end = vocabulary.calendar.endWords.match(
    tokens,
    tokens[noun?.end ?? 0]?.text === "'" ? (noun?.end ?? 0) + 2 : (noun?.end ?? 0),
  );
  if (noun === null || end === null) return null;
  const running = relativePeriod(
    { ...reader, tokens: [...thisWord(reader), ...tokens.slice(place, noun.end)] },
    0,
  );
  return running && phrase(end.end, running.iso, 'due');
}

// An event's name has few words: "before the board meeting in May".
const LONGEST_EVENT = 4;
const BEFORE_EVENTS = /^(?:before|until|till|by|for|avant|pour|vor|bis|antes|para|prima|per|até|entro)$/;

/** "before the board meeting in May": an event that is named with its date. */
function eventDate(reader: Reader, start: number, at: number): DatePhrase | null {
  const { tokens, vocabulary } = reader;
  const { articles } = vocabulary.calendar;
  // "pour la" is one preposition with its article.
  const article = articles.match(tokens, at)?.end ?? (articles.match(tokens, at - 1)?.end === at ? at : null);
  const preposition = tokens[start]?.lower ?? '';
  if (article === null || !BEFORE_EVENTS.test(preposition)) return null;
  for (let place = article + 1; place <= article + LONGEST_EVENT; place++) {
    const word = tokens[place - 1];
    const verb = vocabulary.verbs.match(tokens, place - 1)?.payload.form ?? null;
    if (word?.kind !== 'word' || verb === 'base' || verb === 'third') return null;
    if (!/^(?:in|on|de|en|im|am|em|di|a)$/.test(tokens[place]?.lower ?? '')) continue;
    const found = readCore(reader, place + 1);
    return found && !found.past ? phrase(found.end, found.iso, 'due') : null;
  }
  return null;
}

const thisWord = ({ tokens, vocabulary }: Reader) =>
  vocabulary.language === 'en' && tokens[0] ? [{ ...tokens[0], text: 'this', lower: 'this' }] : [];

/** The date phrase that starts at a token, or null. Prefers the longest reading. */
export function matchDate(reader: Reader, at: number): DatePhrase | null {
  const token = reader.tokens[at];
  if (token === undefined || token.kind === 'newline') return null;
  const readings = [
    endOfRange(reader, at),
    spanPhrase(reader, at),
    withPreposition(reader, at),
    bare(reader, at),
  ];
  let best: DatePhrase | null = null;
  for (const reading of readings) if (reading !== null && reading.end > (best?.end ?? 0)) best = reading;
  return best;
}
