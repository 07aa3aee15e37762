import type { KpiSpec } from '#domain/goal.ts';
import { baselineAside, growthAside } from './asides.ts';
import type { Clause } from './clauses.ts';
import { directionOnly } from './direction-only.ts';
import { type ClauseResult, type Due, emptyKpi, finish, type KpiDraft, type Neighbour } from './drafts.ts';
import { asideDue, dueOf, limitsCases } from './dues.ts';
import { valueIn } from './durations.ts';
import { isChange, type Parts, partsOf } from './figure-parts.ts';
import {
  comparatorOf,
  directionOf,
  pushed,
  relativeOf,
  unitFor,
  windowOf,
  withParticiple,
} from './kpi-fields.ts';
import type { Lexeme } from './lexer.ts';
import { listMembers, type MetricPhrase, metricPhrase } from './metric.ts';
import { borrowedMetric, metricLexemes, tokensOf, withoutOpenTarget } from './metric-words.ts';
import type { Quantity } from './quantities.ts';
import { isQuantity, type Reading } from './reading.ts';
import { type Figure, figuresOf } from './roles.ts';
import { asTime, hastened } from './speeds.ts';
import { lowerIsBetter, metricUnits } from './units.ts';
import { findVerb, halves, leadLength } from './verb-finder.ts';
import type { VerbForm } from './verb-forms.ts';

/** "no more often", "no matter what" leave none of nothing. */
const NO_MORE = /^(?:more|longer|later|matter|idea|one|doubt|pressure|need|better|less|fewer)$/;

/** "no refunds", "zero bugs": the number 0, stated by a word. */
function zeroFigure(reading: Reading, lexemes: readonly Lexeme[]): Lexeme | null {
  const lead = lexemes.slice(0, 4);
  return (
    lead.find(
      (lexeme) =>
        lexeme.kind !== 'quantity' &&
        lexeme.last > lexeme.first &&
        !NO_MORE.test(reading.tokens[lexeme.first + 1]?.lower ?? '') &&
        reading.vocabulary.grammar.zeroWords.match(reading.tokens, lexeme.first) !== null,
    ) ?? null
  );
}

/** "Donate $10K" has no object but the money. */
const amountOf = (verb: VerbForm | null, { target }: Parts): string =>
  verb?.class === 'produce' && verb.participle !== '' && target?.lexeme.quantity.measure === 'currency'
    ? 'amount'
    : '';

/** "No ticket stays open longer than 7 days": the 7 limits each case, and 0 cases may pass it. Its words, or null. */
function noneBeyond(reading: Reading, lexemes: readonly Lexeme[], { target }: Parts): Lexeme[] | null {
  const first = lexemes.findIndex(
    (lexeme) =>
      lexeme.kind !== 'symbol' &&
      lexeme.kind !== 'date' &&
      !(lexeme.kind === 'word' && lexeme.verb?.class === 'ensure'),
  );
  const zero = lexemes[first];
  if (zero === undefined || !/^(?:no|zero)$/.test(reading.tokens[zero.first]?.lower ?? '')) return null;
  const limit = target !== null && target.comparator !== null && target.index > first + 1;
  return limit && target.role === 'none' ? lexemes.slice(first + 1) : null;
}

function noneOf(reading: Reading, words: readonly Lexeme[], due: Due | null): ClauseResult {
  const metric = metricPhrase(
    reading,
    words.filter((lexeme) => lexeme.kind !== 'date'),
  ).text;
  const kpi = { ...emptyKpi(metric, 'maintain'), comparator: '<=' as const, target: 0, unit: 'count' };
  const kpis = metric === '' ? [] : [finish(kpi, due, { standing: true })];
  return { metric, verb: null, due, kpis, baseline: null, vague: false };
}

/** "carbon neutral", "net zero": what is then zero. */
function zeroState({ tokens, vocabulary }: Reading, lexemes: readonly Lexeme[]): string | null {
  for (const { first, last } of lexemes) {
    const state = last > first ? vocabulary.grammar.zeroStates.match(tokens, first) : null;
    if (state !== null) return state.payload;
  }
  return null;
}

function zeroStateKpi(metric: string, due: Due | null): Pick<ClauseResult, 'metric' | 'kpis' | 'due'> {
  const kpi = { ...emptyKpi(metric, 'achieve'), comparator: '<=' as const, target: 0 };
  return { metric, due, kpis: [finish(kpi, due)] };
}

/** "In 2024 we lost 14% of subscribers": what has happened is where a goal starts. Its number, or null. */
function toldOfPast(reading: Reading, verb: VerbForm | null, due: Due | null, parts: Parts): Quantity | null {
  const over = due?.leading === true && due.due_iso !== null && due.due_iso < reading.now.today;
  if (!over || verb?.form !== 'participle' || reading.vocabulary.language !== 'en') return null;
  return (parts.relative ?? parts.target)?.lexeme.quantity ?? null;
}

/** Reads one clause. `previous` lends its verb ("hire 3 engineers and 2 designers") and metric ("drive this up to"). */
export function readClause(reading: Reading, clause: Clause, previous: Neighbour | null): ClauseResult {
  const { lexemes } = clause;
  const found = findVerb(reading, lexemes);
  const ownVerb = found?.verb ?? null;
  const lead = leadLength(reading, lexemes);
  const figuresFirst = figuresOf({ reading, lexemes, verb: ownVerb });
  const numberFirst = isQuantity(lexemes.slice(lead).find((lexeme) => lexeme.kind !== 'comparator'));
  const verb = ownVerb ?? inheritedVerb(clause, previous, figuresFirst, numberFirst);
  const figures = ownVerb === null ? figuresOf({ reading, lexemes, verb }) : figuresFirst;
  const parts = partsOf(reading, figures, verb, true);
  const used = [parts.baseline, parts.target, parts.relative].filter((figure) => figure !== null);
  const nothing = noneBeyond(reading, lexemes, parts);
  if (nothing !== null) return noneOf(reading, nothing, dueOf(reading, lexemes, used));
  const due = dueOf(reading, lexemes, used) ?? asideDue(reading, clause, parts);
  const state = parts.target === null && parts.relative === null ? zeroState(reading, lexemes) : null;
  if (state !== null) return { ...zeroStateKpi(state, due), verb, baseline: null, vague: false };
  const dates = new Set(
    lexemes.filter(
      (lexeme) =>
        (lexeme.kind === 'date' &&
          !(lexeme.date.span && limitsCases(reading, lexemes, lexemes.indexOf(lexeme), used))) ||
        (lexeme.kind === 'window' && used.length > 0),
    ),
  );
  const body = withoutOpenTarget(reading, metricLexemes(reading, clause, found, parts, dates));
  const zero = parts.target === null && parts.relative === null ? zeroFigure(reading, lexemes) : null;
  const phrase = metricPhrase(reading, zero === null ? body : body.filter((lexeme) => lexeme !== zero));
  phrase.text = borrowedMetric(reading, phrase, previous) || (verb?.noun ?? amountOf(verb, parts));
  const base = { metric: phrase.text, verb, due };
  const holeOnly = used.length > 0 && used.every((figure) => figure.lexeme.quantity.value === null);
  if (zero !== null && phrase.text !== '' && zeroAllowed(reading, lexemes, zero, verb)) {
    const kpi = {
      ...emptyKpi(phrase.text, 'maintain' as const),
      comparator: '<=' as const,
      target: 0,
      unit: 'count',
    };
    return { ...base, kpis: [finish(kpi, due, { standing: true })], baseline: null, vague: false };
  }
  if (parts.target === null && parts.relative === null) {
    if (parts.baseline !== null && verb === null)
      return {
        ...base,
        metric: previous?.metric || phrase.text,
        kpis: [],
        baseline: parts.baseline.lexeme.quantity,
        vague: false,
      };
    const members = listMembers(reading, body);
    const only = halves(reading, lexemes) !== null && verb !== null ? { ...verb, factor: 0.5 } : verb;
    const draft =
      clause.separator === 'means'
        ? null
        : (directionOnly(reading, only, phrase, due, lexemes.slice(lead)) ??
          hastened(reading, verb, phrase.text, due));
    if (draft !== null && parts.baseline !== null) applyBaseline(draft.kpi, parts.baseline);
    return {
      ...base,
      kpis: draft === null ? [] : distribute(reading, draft, members),
      baseline: parts.baseline?.lexeme.quantity ?? null,
      vague: draft === null,
    };
  }
  if (phrase.text === '') return { ...base, kpis: [], baseline: null, vague: false };
  const past = toldOfPast(reading, verb, due, parts);
  if (past !== null) return { ...base, due: null, kpis: [], baseline: past, vague: false };
  const growth = parts.target !== null && parts.relative === null ? growthAside(reading, clause) : null;
  const draft = statedKpi(reading, clause, verb, parts, phrase, due, previous);
  if (growth !== null) draft.kpi.relative = relativeOf(growth, null, reading);
  const aside = draft.kpi.baseline === null ? baselineAside(reading, clause, parts.target) : null;
  if (aside !== null) draft.kpi.baseline = aside.lexeme.quantity.value;
  draft.placeholder = holeOnly;
  const members = listMembers(reading, body);
  const shared =
    parts.relative !== null || parts.target?.role === 'to' ? distribute(reading, draft, members) : [draft];
  return { ...base, kpis: shared, baseline: null, vague: false };
}

/** "never have no …" aside, a zero word states a limit only where no verb of change governs it. */
const zeroAllowed = (reading: Reading, lexemes: readonly Lexeme[], zero: Lexeme, verb: VerbForm | null) =>
  (!isChange(verb) || deniesSubject(reading, lexemes, zero)) &&
  reading.tokens[zero.first]?.lower !== 'without' &&
  lexemes.length > 1;

/** "No contract goes out without review": of what follows "no" there is to be none, whatever its verb. */
const deniesSubject = ({ tokens }: Reading, lexemes: readonly Lexeme[], zero: Lexeme): boolean =>
  lexemes[0] === zero &&
  tokens[zero.first]?.lower === 'no' &&
  lexemes[1]?.kind === 'word' &&
  lexemes[1].verb === null;

function inheritedVerb(
  clause: Clause,
  previous: Neighbour | null,
  figures: Figure[],
  numberFirst: boolean,
): VerbForm | null {
  if (previous?.verb == null) return null;
  const { verb } = previous;
  const movement = figures.some(
    (figure) => figure.role === 'to' || figure.role === 'by' || figure.role === 'from',
  );
  if (clause.separator === 'with') return null;
  if (numberFirst && !movement)
    return ['produce', 'achieve'].includes(verb.class) || (verb.class === 'increase' && clause.continues)
      ? verb
      : null;
  if (!clause.continues) return null;
  if (movement) return verb;
  return clause.separator === 'and' && (verb.class === 'maintain' || verb.class === 'achieve') ? verb : null;
}

function applyBaseline(kpi: KpiSpec, figure: Figure): void {
  kpi.baseline = valueIn(figure.lexeme.quantity, null);
  kpi.unit = figure.lexeme.quantity.unit ?? kpi.unit ?? 'count';
}

function statedKpi(
  reading: Reading,
  clause: Clause,
  verb: VerbForm | null,
  parts: Parts,
  phrase: MetricPhrase,
  due: Due | null,
  previous: Neighbour | null,
): KpiDraft {
  const { vocabulary } = reading;
  const lower =
    lowerIsBetter(phrase.text, vocabulary) &&
    !(phrase.head === 'percent' && /<|\bwithin\b|\bunder\b|\bless than\b/.test(phrase.text));
  const held = verb === null && due === null && vocabulary.metrics.standing.within(tokensOf(phrase.text));
  const stated =
    pushed(reading, parts) ??
    (held && parts.relative === null && parts.baseline === null
      ? 'maintain'
      : directionOf(verb, parts, parts.target?.comparator ?? null, lower, due));
  const lent = parts.baseline === null ? (previous?.baseline?.value ?? null) : null;
  const reached = parts.target?.lexeme.quantity.value ?? null;
  // "Our churn is 6 % today; we want it at 4 %": the start value said before makes it a movement.
  const moves = lent !== null && reached !== null && lent !== reached && stated === 'achieve';
  const direction = moves ? (reached > lent ? 'increase' : 'decrease') : stated;
  const kpi = emptyKpi(withParticiple(phrase.text, verb, parts, reading), direction);
  const quantity = parts.target?.lexeme.quantity ?? null;
  kpi.comparator = comparatorOf(parts.target ?? parts.relative, direction, lower, verb);
  if (parts.relative !== null && parts.target === null)
    kpi.comparator = kpi.comparator === null ? null : direction === 'decrease' ? '<=' : '>=';
  if (quantity?.high != null && quantity.value !== null) kpi.target_range = [quantity.value, quantity.high];
  else kpi.target = quantity?.value ?? null;
  if (kpi.target !== null && quantity?.sign === '-') kpi.target = -kpi.target;
  kpi.relative = relativeOf(parts.relative, parts.target === null ? verb : null, reading);
  const start = parts.baseline?.lexeme.quantity ?? previous?.baseline ?? null;
  // "from 3 days to 36 hours": the start in the target's unit.
  kpi.baseline = start === null ? null : valueIn(start, quantity?.unit ?? null);
  kpi.unit = unitFor(parts, phrase, kpi.relative, reading);
  kpi.window = windowOf(reading, clause.lexemes);
  const faster = parts.relative?.speed === true && parts.target === null && direction === 'increase';
  const standing = direction === 'maintain';
  const activity =
    verb?.class === 'produce' && clause.separator === 'means' && quantity?.measure !== 'percent';
  return finish(faster ? asTime(kpi, verb, vocabulary) : kpi, due, {
    standing,
    held: verb !== null,
    activity,
    stated: kpi.target !== null || kpi.relative !== null || kpi.target_range !== null,
  });
}

// More members than this is prose, not a list of metrics.
const MOST_MEMBERS = 6;

/** "A, B and C by 10%" is three KPIs where each member by itself names a measure. */
function distribute(reading: Reading, draft: KpiDraft, members: Lexeme[][]): KpiDraft[] {
  if (members.length < 2 || members.length > MOST_MEMBERS) return [draft];
  const phrases = members.map((member) => metricPhrase(reading, member));
  const names = phrases.map((phrase) => phrase.text);
  const short = names.every((name) => name !== '' && name.split(/\s+/).length <= 4);
  const measured = names.every((name) => metricUnits(name, reading.vocabulary).length > 0);
  const free = names
    .slice(0, -1)
    .every((name) => !/\b(from|for|in|of|to|with|per|between|on|via|by)\b/i.test(name));
  if (!short || !measured || !free) return [draft];
  return names.map((metric) => ({ ...draft, kpi: { ...draft.kpi, metric } }));
}
