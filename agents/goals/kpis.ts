import type { IsoDate } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { Clause } from './clauses.ts';
import type { Lexeme } from './lexer.ts';
import { listMembers, type MetricPhrase, metricPhrase } from './metric.ts';
import type { Quantity } from './quantities.ts';
import { isQuantity, type Reading, textOf } from './reading.ts';
import { type Figure, figuresOf } from './roles.ts';
import { lowerIsBetter, metricUnits, unitOfPlain } from './units.ts';
import { type FoundVerb, findVerb, halves, leadLength } from './verb-finder.ts';
import type { VerbForm } from './verb-forms.ts';
import type { Comparator } from './vocabulary.ts';

export interface Due {
  due: string;
  due_iso: IsoDate | null;
  /** Where it ends, in tokens. */
  last: number;
}

/** A KPI with what is known of it beside its fields. */
export interface KpiDraft {
  kpi: KpiSpec;
  /** A target, range or change was stated. */
  stated: boolean;
  /** The speaker left a blank: "to X%". */
  placeholder: boolean;
  /** A limit to hold rather than a result by a date. */
  standing: boolean;
  /** The metric has no usual measure. */
  unmeasured: boolean;
  /** Its words name no usual measure: kept only where nothing else is said. */
  loose: boolean;
  /** An activity ("publish 10 posts") rather than a result. */
  activity: boolean;
}

/** What one clause says. `kpis` may be empty: then its metric and due may still serve its neighbours. */
export interface ClauseResult {
  kpis: KpiDraft[];
  metric: string;
  verb: VerbForm | null;
  due: Due | null;
  /** "the target stands at 75% now" before the clause that names the target. */
  baseline: Quantity | null;
  /** Words but no verb of change: milestone, activity or wish. */
  vague: boolean;
}

interface Parts {
  baseline: Figure | null;
  target: Figure | null;
  relative: Figure | null;
}

const best = (figures: Figure[]): Figure | null =>
  figures.reduce<Figure | null>(
    (top, figure) => (figure.strength > (top?.strength ?? 0) ? figure : top),
    null,
  );

const isChange = (verb: VerbForm | null) =>
  verb !== null && ['increase', 'decrease', 'improve', 'move', 'multiply', 'eliminate'].includes(verb.class);

const measuresChange = (quantity: Quantity) =>
  quantity.measure === 'multiple' || quantity.measure === 'percentage_points';

function nowMarked(reading: Reading, figure: Figure): boolean {
  const { nowWords, baselineAfter } = reading.vocabulary.grammar;
  if (baselineAfter.match(reading.tokens, figure.last) !== null) return true;
  return (
    figure.role === 'at' &&
    [1, 2].some((back) =>
      ['stands', 'sits', 'is'].includes(reading.tokens[figure.first - back + 1]?.lower ?? ''),
    ) &&
    startsNow(reading, figure.first, nowWords)
  );
}

/** "The current baseline … stands at": a word for now within the sentence before it. */
function startsNow(
  reading: Reading,
  before: number,
  nowWords: Reading['vocabulary']['grammar']['nowWords'],
): boolean {
  for (let at = before - 1; at >= Math.max(0, before - 12); at--) {
    if (reading.tokens[at]?.text === '.') return false;
    if (nowWords.match(reading.tokens, at) !== null) return true;
  }
  return false;
}

const yearLike = ({ value, measure }: Quantity) =>
  measure === 'plain' && value !== null && value >= 1990 && value <= 2060;

/** Which number is the start, which the target, which the change. */
function partsOf(reading: Reading, figures: Figure[], verb: VerbForm | null, bareChange: boolean): Parts {
  const parts: Parts = { baseline: null, target: null, relative: null };
  const baseline = figures.find((figure) => figure.role === 'from' || nowMarked(reading, figure));
  parts.baseline = baseline ?? null;
  const others = figures.filter((figure) => figure !== baseline);
  if (
    baseline !== undefined &&
    yearLike(baseline.lexeme.quantity) &&
    others.some((figure) => figure.lexeme.quantity.measure !== 'plain')
  )
    parts.baseline = null;
  const rest = figures.filter((figure) => figure !== baseline && figure.strength >= 1);
  parts.target = rest.find((figure) => figure.role === 'to') ?? null;
  const change = rest.filter((figure) => figure !== parts.target);
  parts.relative =
    change.find((figure) => figure.role === 'by' && isChange(verb)) ??
    change.find((figure) => figure.change !== null && figure.lexeme.quantity.measure !== 'duration') ??
    change.find((figure) => measuresChange(figure.lexeme.quantity) && isChange(verb)) ??
    null;
  if (parts.target !== null || parts.relative !== null) return parts;
  const top = best(change.filter((figure) => figure.strength >= 2)) ?? onlyQualifier(change, verb);
  if (top === null) return parts;
  const { quantity } = top.lexeme;
  // "raise $4M" collects money; "raise prices 5%" moves a price.
  const collects = verb?.lemma === 'raise' && quantity.measure === 'currency';
  const movesBy =
    !collects &&
    bareChange &&
    top.comparator === null &&
    top.role === 'none' &&
    isChange(verb) &&
    verb?.class !== 'eliminate' &&
    verb?.class !== 'move';
  if (movesBy && (quantity.measure !== 'duration' || top.strength >= 2)) parts.relative = top;
  else parts.target = top;
  return parts;
}

/** "a 24-hour response time" is the target where nothing else is and the verb asks for a level. */
function onlyQualifier(figures: Figure[], verb: VerbForm | null): Figure | null {
  const level = verb !== null && ['maintain', 'achieve', 'ensure', 'produce'].includes(verb.class);
  return level && figures.length > 0 ? (figures[0] ?? null) : null;
}

function directionOf(
  verb: VerbForm | null,
  parts: Parts,
  comparator: Comparator | null,
  lower: boolean,
  due: Due | null,
): KpiSpec['direction'] {
  const named = parts.relative?.change ?? null;
  const from = parts.baseline?.lexeme.quantity.value ?? null;
  const to = parts.target?.lexeme.quantity.value ?? null;
  if (named === 'increase' || named === 'decrease') return named;
  if (named === 'improve') return lower ? 'decrease' : 'increase';
  switch (verb?.class) {
    case 'increase':
    case 'decrease':
      return verb.lemma === 'raise' && parts.relative === null && parts.target?.role === 'none'
        ? 'achieve'
        : verb.class;
    case 'eliminate':
      return 'decrease';
    case 'multiply':
      return (verb.factor ?? 2) < 1 ? 'decrease' : 'increase';
    case 'move':
      if (parts.target?.role !== 'to' && parts.relative === null && from === null) return 'achieve';
      if (from !== null && to !== null && from !== to) return to > from ? 'increase' : 'decrease';
      return lower ? 'decrease' : 'increase';
    case 'improve':
      if (from !== null && to !== null && from !== to) return to > from ? 'increase' : 'decrease';
      return lower ? 'decrease' : 'increase';
    case 'maintain':
      return 'maintain';
    case 'ensure':
      return due === null ? 'maintain' : 'achieve';
  }
  if (from !== null && to !== null && from !== to && parts.baseline?.role === 'from')
    return to > from ? 'increase' : 'decrease';
  if (verb === null && (comparator === '<=' || to === 0) && due === null) return 'maintain';
  return 'achieve';
}

function comparatorOf(
  figure: Figure | null,
  direction: KpiSpec['direction'],
  lower: boolean,
): KpiSpec['comparator'] {
  if (figure === null) return null;
  const { quantity } = figure.lexeme;
  if (quantity.value === null) return null;
  if (quantity.high !== null) return 'between';
  if (figure.comparator !== null) return figure.comparator;
  if (direction === 'decrease') return '<=';
  if (direction === 'increase') return '>=';
  return quantity.value === 0 || (lower && quantity.measure !== 'percent') ? '<=' : '>=';
}

function relativeOf(figure: Figure | null, verb: VerbForm | null): KpiSpec['relative'] {
  if (figure === null) return verb?.factor == null ? null : { type: 'multiply', value: verb.factor };
  const { value, measure } = figure.lexeme.quantity;
  if (value === null) return null;
  const type =
    measure === 'percent'
      ? 'percent_change'
      : measure === 'percentage_points'
        ? 'percentage_points'
        : measure === 'multiple'
          ? 'multiply'
          : 'absolute_change';
  return { type, value: Math.abs(value) };
}

function unitFor(
  parts: Parts,
  metric: MetricPhrase,
  relative: KpiSpec['relative'],
  reading: Reading,
): string | null {
  const { target, baseline, relative: change } = parts;
  for (const figure of [target, baseline]) {
    const unit = figure?.lexeme.quantity.unit;
    if (unit !== undefined && unit !== null) return unit;
  }
  const changeUnit = change?.lexeme.quantity;
  if (relative?.type === 'absolute_change' && changeUnit?.unit != null) return changeUnit.unit;
  if (relative?.type === 'percentage_points') return 'percent';
  if (metric.head !== null && target === null) return metric.head;
  const value = target?.lexeme.quantity.value ?? baseline?.lexeme.quantity.value ?? null;
  const named = metricUnits(metric.text, reading.vocabulary);
  if (target === null && baseline === null && named.length === 0) return change === null ? null : 'count';
  return metric.head ?? countedUnit(reading, target) ?? unitOfPlain(metric.text, reading.vocabulary, value);
}

/** "15 keywords": the noun right after a bare number says what is counted. */
function countedUnit(reading: Reading, target: Figure | null): string | null {
  if (target === null || target.role === 'to' || reading.vocabulary.ideographic) return null;
  const { tokens, vocabulary } = reading;
  const nouns: string[] = [];
  for (let at = target.last; at < target.last + 4; at++) {
    const token = tokens[at];
    if (token?.kind !== 'word' || vocabulary.grammar.prepositions.match(tokens, at) !== null) break;
    nouns.push(token.text);
  }
  if (nouns.length === 0 || vocabulary.grammar.determiners.match(tokens, target.last) !== null) return null;
  return unitOfPlain(nouns.join(' '), vocabulary, null);
}

/** The due of a clause: the last phrase that is one. A bare period right before a noun names that noun. */
export function dueOf(reading: Reading, lexemes: readonly Lexeme[], taken: readonly Figure[]): Due | null {
  let due: Due | null = null;
  for (const [index, lexeme] of lexemes.entries()) {
    if (lexeme.kind !== 'date' || lexeme.date.role === 'label') continue;
    if (lexeme.date.role === 'bare' && labelsNoun(reading, lexemes, index)) continue;
    if (lexeme.date.span && limitsCases(lexemes, index, taken)) continue;
    due = { due: textOf(reading, lexeme.first, lexeme.last), due_iso: lexeme.date.iso, last: lexeme.last };
  }
  return due;
}

function labelsNoun(reading: Reading, lexemes: readonly Lexeme[], index: number): boolean {
  const date = lexemes[index];
  const next = lexemes[index + 1];
  const first = reading.tokens[date?.first ?? 0]?.lower ?? '';
  const shortPeriod = /^(q[1-4]|h[12]|fy\d*|\d{4}|[ts][1-4])$/.test(first);
  const noun =
    next !== undefined &&
    (next.kind === 'name' ||
      (next.kind === 'word' &&
        next.verb === null &&
        reading.vocabulary.grammar.prepositions.match(reading.tokens, next.first) === null));
  return shortPeriod && noun && next.first === date?.last;
}

/** "95% of tickets within 2 days": the time limits each case and ends nothing. */
function limitsCases(lexemes: readonly Lexeme[], index: number, taken: readonly Figure[]): boolean {
  const share = taken.some(
    (figure) =>
      figure.index < index &&
      figure.lexeme.quantity.measure === 'percent' &&
      figure.role !== 'to' &&
      figure.role !== 'by',
  );
  const before = lexemes[index - 1];
  const later = taken.some(
    (figure) =>
      figure.index > index &&
      (figure.role === 'to' || figure.role === 'from') &&
      figure.lexeme.quantity.measure === 'percent',
  );
  if (later && before?.kind === 'word' && before.verb?.form === 'participle') return true;
  const event = before?.kind === 'word' || before?.kind === 'name';
  return share && event;
}

/** The lexemes that name the metric: not the verb, its lead, numbers, dates, or what follows "by doing …". */
function metricLexemes(
  reading: Reading,
  clause: Clause,
  found: FoundVerb | null,
  parts: Parts,
  dates: ReadonlySet<Lexeme>,
): Lexeme[] {
  const { lexemes } = clause;
  const figures = [parts.baseline, parts.target, parts.relative].filter((figure) => figure !== null);
  const inFigure = (lexeme: Lexeme) =>
    figures.some(
      (figure) => lexeme.first >= figure.first && lexeme.last <= figure.last && lexeme.last > lexeme.first,
    );
  const half = halves(reading, lexemes);
  const verbAt = found?.index ?? -1;
  const leadsNoun = (lexeme: Lexeme, index: number) =>
    lexeme.kind === 'window' &&
    lexemes[index + 1]?.kind === 'word' &&
    lexemes[index + 1]?.first === lexeme.last &&
    lexeme.last - lexeme.first === 1;
  const keep = (lexeme: Lexeme, index: number) =>
    index !== verbAt &&
    !inFigure(lexeme) &&
    (!dates.has(lexeme) || leadsNoun(lexeme, index)) &&
    (half === null || lexeme.first < half.first || lexeme.first > half.first + 1) &&
    lexeme.kind !== 'symbol';
  const from = found?.initial ? verbAt : leadLength(reading, lexemes);
  const before = lexemes
    .slice(0, Math.max(0, verbAt))
    .filter((lexeme, index) => index >= leadLength(reading, lexemes) && keep(lexeme, index));
  const object = withoutMeans(reading, lexemes, Math.max(verbAt + 1, found ? 0 : from), figures)
    .filter(({ lexeme, index }) => keep(lexeme, index))
    .map(({ lexeme }) => lexeme);
  const subjectHolds =
    found !== null &&
    !found.initial &&
    (found.verb.form === 'third' || found.verb.form === 'participle' || isChange(found.verb));
  const afterTo = reading.tokens[(lexemes[verbAt]?.first ?? 1) - 1]?.lower === 'to';
  const objectText = metricPhrase(reading, object).text;
  if (
    objectText === '' &&
    (afterTo || (found?.initial ?? false)) &&
    before.length > 0 &&
    object.some((lexeme) => reading.vocabulary.grammar.pronouns.match(reading.tokens, lexeme.first) !== null)
  )
    return [];
  if (
    objectText === '' ||
    (subjectHolds && !afterTo && startsWithPreposition(reading, object)) ||
    reading.vocabulary.ideographic ||
    reading.vocabulary.language === 'de'
  )
    return [...before, ...object];
  if (isPronoun(reading, objectText) && before.length > 0 && !afterTo) return before;
  return object;
}

const startsWithPreposition = (reading: Reading, lexemes: readonly Lexeme[]) => {
  const first = lexemes.find((lexeme) => lexeme.last > lexeme.first);
  return (
    first !== undefined && reading.vocabulary.grammar.prepositions.match(reading.tokens, first.first) !== null
  );
};

export const isPronoun = (reading: Reading, text: string) =>
  text === '' ||
  reading.vocabulary.grammar.pronouns.match(
    [...text.split(/\s+/)].map((word) => ({
      kind: 'word',
      text: word,
      lower: word.toLowerCase(),
      start: 0,
      end: 0,
      glued: false,
    })),
    0,
  )?.end === text.split(/\s+/).length;

/** Drops "through cross-selling", "as measured by …" up to the next number that counts. */
function withoutMeans(
  reading: Reading,
  lexemes: readonly Lexeme[],
  from: number,
  figures: readonly Figure[],
): { lexeme: Lexeme; index: number }[] {
  const kept: { lexeme: Lexeme; index: number }[] = [];
  let skipping = false;
  for (let index = from; index < lexemes.length; index++) {
    const lexeme = lexemes[index];
    if (lexeme === undefined) continue;
    const figureStarts = figures.some(
      (figure) => figure.first === lexeme.first || figure.lexeme.first === lexeme.first,
    );
    const adjunct =
      lexeme.last > lexeme.first &&
      reading.vocabulary.grammar.adjuncts.match(reading.tokens, lexeme.first) !== null;
    const resumes =
      lexeme.kind === 'comparator' || (lexeme.kind === 'word' && lexeme.verb?.form === 'participle');
    if (figureStarts || (skipping && resumes)) skipping = false;
    else if (
      (lexeme.kind === 'means' || adjunct) &&
      (kept.some((one) => one.lexeme.kind === 'word') || index > from)
    )
      skipping = true;
    if (!skipping && lexeme.kind !== 'means') kept.push({ lexeme, index });
  }
  return kept;
}

function baselineAside(reading: Reading, clause: Clause, target: Figure | null): Figure | null {
  for (const aside of clause.asides) {
    const figures = figuresOf({ reading, lexemes: aside, verb: null });
    const figure = figures[0];
    if (figure === undefined || figure.lexeme.quantity.sign !== null || figure.change !== null) continue;
    const { nowWords } = reading.vocabulary.grammar;
    const marked =
      figure.role === 'from' ||
      aside.some((lexeme) => lexeme.kind === 'date' || nowWords.match(reading.tokens, lexeme.first) !== null);
    const same = target === null || figure.lexeme.quantity.measure === target.lexeme.quantity.measure;
    if (marked && same) return figure;
  }
  return null;
}

function growthAside(reading: Reading, clause: Clause): Figure | null {
  for (const aside of clause.asides) {
    const [figure] = figuresOf({ reading, lexemes: aside, verb: null });
    if (figure && (figure.change !== null || figure.lexeme.quantity.sign === '+')) return figure;
  }
  return null;
}

function windowOf(reading: Reading, lexemes: readonly Lexeme[]): string | null {
  const windows = lexemes.filter((lexeme) => lexeme.kind === 'window');
  const last = windows.at(-1);
  return last ? textOf(reading, last.first, last.last) : null;
}

/** "no refunds", "zero bugs": the number 0, stated by a word. */
function zeroFigure(reading: Reading, lexemes: readonly Lexeme[]): Lexeme | null {
  const lead = lexemes.slice(0, 4);
  return (
    lead.find(
      (lexeme) =>
        lexeme.kind !== 'quantity' &&
        lexeme.last > lexeme.first &&
        reading.vocabulary.grammar.zeroWords.match(reading.tokens, lexeme.first) !== null,
    ) ?? null
  );
}

function comparative(
  reading: Reading,
  lexemes: readonly Lexeme[],
): { direction: 'increase' | 'decrease'; lexeme: Lexeme } | null {
  for (const [index, lexeme] of lexemes.slice(0, 5).entries()) {
    if (lexeme.last <= lexeme.first || isQuantity(lexeme)) continue;
    const before = lexemes[index - 1];
    const article =
      before !== undefined &&
      reading.vocabulary.grammar.determiners.match(reading.tokens, before.first) !== null;
    if (index > 0 && !article && !(before?.kind === 'word' && before.verb !== null)) continue;
    const match = reading.vocabulary.grammar.more.match(reading.tokens, lexeme.first);
    if (match !== null && !['new', 'additional', 'extra'].includes(reading.tokens[lexeme.first]?.lower ?? ''))
      return { direction: match.payload, lexeme };
  }
  return null;
}

const emptyKpi = (metric: string, direction: KpiSpec['direction']): KpiSpec => ({
  metric,
  direction,
  comparator: null,
  baseline: null,
  target: null,
  target_range: null,
  relative: null,
  unit: null,
  window: null,
  due: null,
  due_iso: null,
});

/** A movement without any number: a KPI only where the words name something that is usually measured. */
function directionOnly(
  reading: Reading,
  verb: VerbForm | null,
  phrase: MetricPhrase,
  due: Due | null,
  lexemes: Lexeme[],
): KpiDraft | null {
  const { vocabulary } = reading;
  const { text } = phrase;
  if (text === '' || isPronoun(reading, text)) return null;
  const lower = lowerIsBetter(text, vocabulary);
  const units = metricUnits(text, vocabulary);
  const more = comparative(reading, lexemes);
  const vague = headIsVague(reading, text);
  const quantitative =
    verb?.class === 'increase' ||
    verb?.class === 'decrease' ||
    verb?.class === 'multiply' ||
    verb?.class === 'eliminate';
  const moved = verb?.class === 'move' ? particle(reading, lexemes) : null;
  const movement =
    quantitative ||
    verb?.class === 'improve' ||
    more !== null ||
    verb?.class === 'maintain' ||
    moved !== null;
  const measured =
    vocabulary.metrics.measures.within(tokensOf(text)) || units.some((unit) => unit !== 'count');
  const counted =
    more !== null &&
    (verb === null || verb.class === 'produce' || verb.class === 'achieve') &&
    !units.includes('duration');
  const named = phrase.head !== null || (quantitative || counted ? units.length > 0 || measured : measured);
  if (!movement || (vague && !named) || (vague && verb?.class === 'improve')) return null;
  if (!named && !quantitative) return null;
  if (text.split(/\s+/).length > 12) return null;
  let direction: KpiSpec['direction'] = lower ? 'decrease' : 'increase';
  if (moved !== null) direction = moved;
  if (verb?.class === 'maintain') direction = 'maintain';
  else if (verb?.class === 'increase' || verb?.class === 'decrease') direction = verb.class;
  else if (verb?.class === 'eliminate' || (verb?.factor ?? 1) < 1) direction = 'decrease';
  else if (more !== null && verb?.class !== 'improve')
    direction =
      /^(faster|quicker|better)$/.test(reading.tokens[more.lexeme.first]?.lower ?? '') && lower
        ? 'decrease'
        : more.direction;
  const kpi = emptyKpi(text, direction);
  kpi.relative = verb?.factor == null ? null : { type: 'multiply', value: verb.factor };
  if (verb?.class === 'eliminate') {
    kpi.target = 0;
    kpi.comparator = '<=';
  }
  kpi.comparator = kpi.relative === null ? kpi.comparator : direction === 'decrease' ? '<=' : '>=';
  kpi.unit = phrase.head ?? units[0] ?? null;
  kpi.due = due?.due ?? null;
  kpi.due_iso = due?.due_iso ?? null;
  const unmeasured =
    vocabulary.metrics.unmeasured.within(tokensOf(text)) &&
    !vocabulary.metrics.measures.within(tokensOf(text));
  return {
    kpi,
    stated: kpi.relative !== null || kpi.target !== null,
    placeholder: false,
    standing: direction === 'maintain',
    unmeasured,
    loose: !named,
    activity: false,
  };
}

function particle(reading: Reading, lexemes: readonly Lexeme[]): 'increase' | 'decrease' | null {
  const words = lexemes.map((lexeme) => reading.tokens[lexeme.first]?.lower);
  if (words.includes('up')) return 'increase';
  return words.includes('down') ? 'decrease' : null;
}

/** "to the industry average": a target without a figure is no part of the metric. */
function withoutOpenTarget(reading: Reading, lexemes: Lexeme[]): Lexeme[] {
  const { to, determiners, openTargets } = reading.vocabulary.grammar;
  const cut = lexemes.findIndex((lexeme) => {
    const role = lexeme.last > lexeme.first ? to.match(reading.tokens, lexeme.first) : null;
    if (role === null) return false;
    const article = determiners.match(reading.tokens, role.end)?.end ?? role.end;
    return (
      openTargets.match(reading.tokens, article) !== null ||
      openTargets.match(reading.tokens, role.end) !== null
    );
  });
  return cut > 0 ? lexemes.slice(0, cut) : lexemes;
}

const tokensOf = (text: string) =>
  text.split(/[\s-]+/).map((word) => ({
    kind: 'word' as const,
    text: word,
    lower: word.toLowerCase(),
    start: 0,
    end: 0,
    glued: false,
  }));

/** The noun before the first preposition: "skills" in "skills in communication". */
function headIsVague(reading: Reading, text: string): boolean {
  const { prepositions } = reading.vocabulary.grammar;
  const words = tokensOf(text);
  const cut = words.findIndex((_, index) => index > 0 && prepositions.match(words, index) !== null);
  const head = cut < 0 ? words : words.slice(0, cut);
  return reading.vocabulary.metrics.vague.match(head.slice(-1), 0) !== null;
}

export interface Neighbour {
  verb: VerbForm | null;
  metric: string;
  baseline: Quantity | null;
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
  const due = dueOf(reading, lexemes, used) ?? asideDue(reading, clause, parts);
  const dates = new Set(
    lexemes.filter(
      (lexeme) =>
        (lexeme.kind === 'date' &&
          !(lexeme.date.span && limitsCases(lexemes, lexemes.indexOf(lexeme), used))) ||
        (lexeme.kind === 'window' && used.length > 0),
    ),
  );
  const body = withoutOpenTarget(reading, metricLexemes(reading, clause, found, parts, dates));
  const zero = parts.target === null && parts.relative === null ? zeroFigure(reading, lexemes) : null;
  const phrase = metricPhrase(reading, zero === null ? body : body.filter((lexeme) => lexeme !== zero));
  phrase.text = borrowedMetric(reading, phrase, previous) || (verb?.noun ?? '');
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
      clause.separator === 'means' ? null : directionOnly(reading, only, phrase, due, lexemes.slice(lead));
    if (draft !== null && parts.baseline !== null) applyBaseline(draft.kpi, parts.baseline);
    return {
      ...base,
      kpis: draft === null ? [] : distribute(reading, draft, members),
      baseline: parts.baseline?.lexeme.quantity ?? null,
      vague: draft === null,
    };
  }
  if (phrase.text === '') return { ...base, kpis: [], baseline: null, vague: false };
  const growth = parts.target !== null && parts.relative === null ? growthAside(reading, clause) : null;
  const draft = statedKpi(reading, clause, verb, parts, phrase, due, previous);
  if (growth !== null) draft.kpi.relative = relativeOf(growth, null);
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
  !isChange(verb) && reading.tokens[zero.first]?.lower !== 'without' && lexemes.length > 1;

function asideDue(reading: Reading, clause: Clause, parts: Parts): Due | null {
  for (const aside of clause.asides) {
    if (aside.some((lexeme) => isQuantity(lexeme))) continue;
    const due = dueOf(reading, aside, []);
    if (due !== null && parts.target !== null) return due;
  }
  return null;
}

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

const isLabelOnly = (reading: Reading, text: string) => {
  const words = tokensOf(text);
  return words.length <= 2 && reading.vocabulary.grammar.labels.match(words, words.length - 1) !== null;
};

/** A metric that starts with a preposition goes on with its neighbour's: "for treatment to 65% and for first …". */
function borrowedMetric(reading: Reading, phrase: MetricPhrase, previous: Neighbour | null): string {
  const { text: own, leading } = phrase;
  if (previous === null || previous.metric === '') return own;
  if (isPronoun(reading, own) || isLabelOnly(reading, own)) return previous.metric;
  if (leading === null || !['for', 'in', 'on', 'at', 'from', 'among'].includes(leading)) return own;
  const cut = previous.metric.toLowerCase().lastIndexOf(` ${leading} `);
  return `${cut < 0 ? previous.metric : previous.metric.slice(0, cut)} ${leading} ${own}`;
}

function applyBaseline(kpi: KpiSpec, figure: Figure): void {
  kpi.baseline = figure.lexeme.quantity.value;
  kpi.unit = figure.lexeme.quantity.unit ?? kpi.unit ?? 'count';
}

function finish(kpi: KpiSpec, due: Due | null, flags: Partial<KpiDraft> = {}): KpiDraft {
  kpi.due = due?.due ?? null;
  kpi.due_iso = due?.due_iso ?? null;
  return {
    kpi,
    stated: true,
    placeholder: false,
    standing: false,
    unmeasured: false,
    loose: false,
    activity: false,
    ...flags,
  };
}

/** "get ratings up to 4.6", "bring it down to 3": the particle says which way. */
function pushed(reading: Reading, { target }: Parts): 'increase' | 'decrease' | null {
  if (target === null || target.role !== 'to') return null;
  const before = reading.tokens
    .slice(Math.max(0, target.first - 1), target.first + 1)
    .map((token) => token.lower);
  if (before.includes('up')) return 'increase';
  return before.includes('down') ? 'decrease' : null;
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
  const direction =
    pushed(reading, parts) ?? directionOf(verb, parts, parts.target?.comparator ?? null, lower, due);
  const kpi = emptyKpi(withParticiple(phrase.text, verb, parts, reading), direction);
  const quantity = parts.target?.lexeme.quantity ?? null;
  kpi.comparator = comparatorOf(parts.target ?? parts.relative, direction, lower);
  if (parts.relative !== null && parts.target === null)
    kpi.comparator = kpi.comparator === null ? null : direction === 'decrease' ? '<=' : '>=';
  if (quantity?.high != null && quantity.value !== null) kpi.target_range = [quantity.value, quantity.high];
  else kpi.target = quantity?.value ?? null;
  if (kpi.target !== null && quantity?.sign === '-') kpi.target = -kpi.target;
  kpi.relative = relativeOf(parts.relative, parts.target === null ? verb : null);
  const start = parts.baseline?.lexeme.quantity ?? previous?.baseline ?? null;
  kpi.baseline = start?.value ?? null;
  kpi.unit = unitFor(parts, phrase, kpi.relative, reading);
  kpi.window = windowOf(reading, clause.lexemes);
  const standing = direction === 'maintain';
  const activity =
    verb?.class === 'produce' && clause.separator === 'means' && quantity?.measure !== 'percent';
  return finish(kpi, due, {
    standing,
    activity,
    stated: kpi.target !== null || kpi.relative !== null || kpi.target_range !== null,
  });
}

/** "Hire 3 engineers" counts "engineers hired". */
function withParticiple(metric: string, verb: VerbForm | null, parts: Parts, reading: Reading): string {
  if (verb?.class !== 'produce' || verb.participle === '' || reading.vocabulary.language !== 'en')
    return metric;
  if (parts.target === null || parts.target.role === 'to') return metric;
  return metric === verb.noun ? metric : `${metric} ${verb.participle}`;
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
