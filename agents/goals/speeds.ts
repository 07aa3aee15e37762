import type { KpiSpec } from '#domain/goal.ts';
import { type Due, emptyKpi, finish, type KpiDraft } from './drafts.ts';
import type { Reading } from './reading.ts';
import { lowerIsBetter } from './units.ts';
import type { VerbForm } from './verb-forms.ts';
import type { Vocabulary } from './vocabulary.ts';

const GROWING = new Set(['increase', 'multiply', 'move', 'improve']);
// Verbs that say nothing of what is done: "make builds faster" is about the builds' time.
const EMPTY = new Set(['make', 'get', 'run', 'be', 'have', 'keep', 'let', 'see']);

/** "answer tickets" takes "time to answer tickets", "CI builds" take "CI builds time". */
function timeOf(metric: string, verb: VerbForm | null): string {
  const done = verb?.class === 'produce' && !EMPTY.has(verb.lemma);
  return done ? `time to ${verb.lemma} ${metric}` : `${metric} time`;
}

/**
 * "Answer tickets twice as fast" is a time that halves, "20% faster" one that falls by 20%: what is done faster is no
 * more of it. A thing that grows faster, and what is a duration already, stay as they are.
 */
export function asTime(kpi: KpiSpec, verb: VerbForm | null, vocabulary: Vocabulary): KpiSpec {
  const grows = verb !== null && GROWING.has(verb.class);
  if (vocabulary.language !== 'en' || grows || lowerIsBetter(kpi.metric, vocabulary)) return kpi;
  const { relative } = kpi;
  const times = relative?.type === 'multiply' && relative.value > 1;
  return {
    ...kpi,
    metric: timeOf(kpi.metric, verb),
    direction: 'decrease',
    comparator: relative === null ? null : '<=',
    relative: times ? { type: 'multiply', value: 1 / relative.value } : relative,
    unit: 'duration',
  };
}

const FASTER = /\s+(?:faster|quicker|sooner|more (?:quickly|promptly))$/i;

/** "Answer tickets faster": which way the time goes is said, how far isn't. Null for anything else. */
export function hastened(
  { vocabulary }: Reading,
  verb: VerbForm | null,
  phrase: string,
  due: Due | null,
): KpiDraft | null {
  if (vocabulary.language !== 'en' || verb?.class !== 'produce' || !FASTER.test(phrase)) return null;
  const kpi = emptyKpi(timeOf(phrase.replace(FASTER, ''), verb), 'decrease');
  return finish({ ...kpi, unit: 'duration' }, due, { stated: false });
}
