import { z } from 'zod';
import type { KpiSpec } from '#domain/goal.ts';
import { lowerIsBetter, unitOfPlain } from '../../units.ts';
import { vocabularyOf } from '../../vocabulary.ts';
import { relativeFrom } from '../change.ts';
import { type FragmentContext, type FragmentNumber, readFragment } from '../fragment.ts';
import { givesOrders } from '../orders.ts';

const LONGEST_SPAN = 160;
const MOST_KPIS = 20;

const span = z.string().max(1000).nullable();
export const spansAnswer = z.object({
  kpis: z
    .array(
      z.object({
        metric: span,
        verb: span,
        baseline: span,
        target: span,
        change: span,
        window: span,
        due: span,
      }),
    )
    .max(MOST_KPIS),
});
export type SpansAnswer = z.infer<typeof spansAnswer>;
type Spans = SpansAnswer['kpis'][number];

const names = ['metric', 'verb', 'baseline', 'target', 'change', 'window', 'due'] as const;
const optional = { type: ['string', 'null'] };
/** The same shape on the wire. */
export const spansWire = {
  type: 'object',
  properties: {
    kpis: {
      type: 'array',
      items: {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, optional])),
        required: [...names],
        additionalProperties: false,
      },
    },
  },
  required: ['kpis'],
  additionalProperties: false,
};

const plain = (text: string): string => text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();

/** A span in the text's own letters, on the borders of words; null where the text doesn't hold it. */
export function verbatimSpan(text: string, wanted: string | null): string | null {
  if (wanted === null) return null;
  const [whole, part] = [plain(text), plain(wanted)];
  if (part === '' || part.length > LONGEST_SPAN) return null;
  const word = /[\p{L}\p{N}]/u;
  const scripted = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
  const lower = whole.toLowerCase();
  for (let at = lower.indexOf(part.toLowerCase()); at >= 0; at = lower.indexOf(part.toLowerCase(), at + 1)) {
    const found = whole.slice(at, at + part.length);
    const [before, after] = [whole[at - 1] ?? ' ', whole[at + part.length] ?? ' '];
    const cut =
      (word.test(before) && word.test(found[0] ?? '') && !scripted.test(before)) ||
      (word.test(after) && word.test(found.at(-1) ?? '') && !scripted.test(after)) ||
      // "3" of "3.5" or of "13" is another number.
      (/\d/u.test(found.at(-1) ?? '') &&
        /[.,]/u.test(after) &&
        /\d/u.test(whole[at + part.length + 1] ?? '')) ||
      (/\d/u.test(found[0] ?? '') && /[.,]/u.test(before) && /\d/u.test(whole[at - 2] ?? ''));
    if (!cut) return found;
  }
  return null;
}

/** Only what the text holds. */
const held = (text: string, spans: Spans): Spans =>
  Object.fromEntries(names.map((name) => [name, verbatimSpan(text, spans[name])])) as Spans;

const numberIn = (text: string | null, context: FragmentContext): FragmentNumber | null =>
  text === null ? null : (readFragment(text, context).numbers[0] ?? null);

function directionOf(
  verb: { class: string; factor: number | null } | null,
  metric: string,
  [from, to]: [number | null, number | null],
  context: FragmentContext,
): KpiSpec['direction'] {
  switch (verb?.class) {
    case 'increase':
    case 'decrease':
    case 'maintain':
      return verb.class;
    case 'eliminate':
      return 'decrease';
    case 'multiply':
      return (verb.factor ?? 2) < 1 ? 'decrease' : 'increase';
    case 'improve':
      return lowerIsBetter(metric, vocabularyOf(context.language)) ? 'decrease' : 'increase';
  }
  if (from !== null && to !== null && from !== to) return to > from ? 'increase' : 'decrease';
  return 'achieve';
}

/** One KPI computed from its spans: each number and date by the grammar, from letters that stand in the text. Null without a metric. */
export function kpiFromSpans(text: string, answered: Spans, context: FragmentContext): KpiSpec | null {
  const spans = held(text, answered);
  const { metric } = spans;
  if (metric === null || !/\p{L}/u.test(metric) || givesOrders(metric)) return null;
  const [target, baseline, change] = [spans.target, spans.baseline, spans.change].map((part) =>
    numberIn(part, context),
  );
  const verb = spans.verb === null ? null : (readFragment(spans.verb, context).verbs[0] ?? null);
  const date = spans.due === null ? null : (readFragment(spans.due, context).dates[0] ?? null);
  const window = spans.window === null ? null : (readFragment(spans.window, context).windows[0] ?? null);
  const direction = directionOf(verb, metric, [baseline?.value ?? null, target?.value ?? null], context);
  const factor = verb?.factor ?? null;
  const relative =
    change != null
      ? relativeFrom(change)
      : factor !== null && target == null
        ? { type: 'multiply' as const, value: factor }
        : null;
  const stated = target ?? baseline ?? null;
  const unit =
    stated === null
      ? relative === null || relative.type === 'multiply' || relative.type === 'percent_change'
        ? null
        : (change?.unit ?? null)
      : (stated.unit ?? unitOfPlain(metric, vocabularyOf(context.language), stated.value));
  const usual =
    direction === 'decrease' ||
    (direction === 'maintain' && lowerIsBetter(metric, vocabularyOf(context.language)))
      ? '<='
      : '>=';
  const aimed = target != null || relative !== null;
  return {
    metric,
    direction,
    comparator: aimed ? (target?.comparator ?? usual) : null,
    baseline: baseline?.value ?? null,
    target: target == null || target.high !== null ? null : target.value,
    target_range: target?.high == null ? null : [target.value, target.high],
    relative: target == null ? relative : null,
    unit,
    window,
    due: date?.due ?? null,
    due_iso: date?.due_iso ?? null,
  };
}
