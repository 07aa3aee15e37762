import { measureNames } from './concepts.ts';
import type { Reading } from './reading.ts';
import { conceptsBetween } from './reading.ts';
import { stemOf } from './stems.ts';

/** A word that says how something moved. `movement`: more or less; `quality`: better or worse; `comparison`: against something else. */
export interface Change {
  kind: 'movement' | 'quality' | 'comparison';
  sign: 1 | -1;
  /** Often used without meaning a measured change. */
  weak: boolean;
  multiple: number | null;
  bound: 'equal' | 'above' | 'below';
  approximate: boolean;
  context: Set<string>;
  /** The words around it name a measure that is known. */
  measured: boolean;
  word: string;
  at: number;
}

interface Word {
  kind: Change['kind'];
  sign: 1 | -1;
  weak?: boolean;
  multiple?: number;
}

const words = new Map<string, Word>();
const add = (list: string, word: Word): void => {
  for (const text of list.split(' ')) words.set(stemOf(text), word);
};
add('rise increase grow climb jump surge soar gain mount swell', { kind: 'movement', sign: 1 });
add('fall decrease drop decline shrink dip sink plunge diminish dwindle subside ease', {
  kind: 'movement',
  sign: -1,
});
add('reduce cut', { kind: 'movement', sign: -1, weak: true });
add('double', { kind: 'movement', sign: 1, multiple: 2 });
add('triple treble', { kind: 'movement', sign: 1, multiple: 3 });
add('quadruple', { kind: 'movement', sign: 1, multiple: 4 });
add('halve', { kind: 'movement', sign: -1, multiple: 0.5 });
add('improve better recover', { kind: 'quality', sign: 1, weak: false });
add('worsen deteriorate degrade regress worse', { kind: 'quality', sign: -1 });

/** Exact forms, whose stem means something else. */
const exact = new Map<string, Word>([
  ['shortened', { kind: 'movement', sign: -1 }],
  ['shortens', { kind: 'movement', sign: -1 }],
  ['shorter', { kind: 'movement', sign: -1 }],
  ['lengthened', { kind: 'movement', sign: 1 }],
  ['longer', { kind: 'comparison', sign: 1 }],
  ['faster', { kind: 'quality', sign: 1 }],
  ['quicker', { kind: 'quality', sign: 1 }],
  ['slower', { kind: 'quality', sign: -1 }],
  ['slowed', { kind: 'quality', sign: -1 }],
  ['higher', { kind: 'comparison', sign: 1 }],
  ['lower', { kind: 'comparison', sign: -1 }],
  ['lowered', { kind: 'movement', sign: -1 }],
  ['above', { kind: 'comparison', sign: 1 }],
  ['below', { kind: 'comparison', sign: -1 }],
  ['fewer', { kind: 'comparison', sign: -1 }],
  ['more', { kind: 'comparison', sign: 1, weak: true }],
  ['less', { kind: 'comparison', sign: -1, weak: true }],
  ['halved', { kind: 'movement', sign: -1, multiple: 0.5 }],
]);

/** Measures of which less is better, by concept. */
const lowerIsBetter = new Set(
  'cycle_time lead_time response_time resolution_time sales_cycle duration overdue reopen block lose escalate open bug incident progress backlog churn absence wait delay cost error complaint bounce_rate error_rate churn_rate cost_per wait_time downtime sick_leave time_to escalation page'.split(
    ' ',
  ),
);
const higherIsBetter = new Set(
  'throughput close win satisfaction retention coverage accuracy win_rate service_level revenue rating first_contact publish merge renew open_rate click_rate conversion response_rate attendance_rate uptime adoption engagement pipeline margin health_score velocity deal lead signup'.split(
    ' ',
  ),
);

export function measureSide(context: ReadonlySet<string>): 1 | -1 | 0 {
  // A named measure decides before the words around it: "open rate" is no open ticket.
  const measures = [...context].filter((name) => measureNames.has(name));
  for (const name of [...measures, ...context]) {
    if (lowerIsBetter.has(name)) return -1;
    if (higherIsBetter.has(name)) return 1;
  }
  return 0;
}

function wordAt(reading: Reading, at: number): Word | null {
  const token = reading.tokens[at];
  if (token?.kind !== 'word') return null;
  const next = reading.tokens[at + 1];
  const previous = reading.tokens[at - 1]?.lower ?? '';
  if (token.lower === 'up' || token.lower === 'down') {
    const follows =
      next !== undefined &&
      (next.lower === 'from' ||
        next.kind === 'number' ||
        next.lower === 'by' ||
        next.kind === 'currency' ||
        (next.lower === 'to' &&
          ['is', 'are', 'was', 'were', 'now', 'went', 'gone', 'go'].includes(previous)));
    const moved = ['went', 'gone', 'go', 'goes'].includes(previous);
    return follows || moved ? { kind: 'movement', sign: token.lower === 'up' ? 1 : -1 } : null;
  }
  if (/^slip(?:s|ped)?$/.test(token.lower))
    return next?.lower === 'from' && reading.quantities.some((quantity) => quantity.at === at + 2)
      ? { kind: 'quality', sign: -1 }
      : null;
  if (token.lower === 'contracted' || token.lower === 'contracts')
    return ['from', 'by', 'to'].includes(next?.lower ?? '') && token.lower === 'contracted'
      ? { kind: 'movement', sign: -1 }
      : null;
  if (token.lower === 'sped' || token.lower === 'speeded')
    return next?.lower === 'up' ? { kind: 'quality', sign: 1 } : null;
  const form = exact.get(token.lower);
  if (form !== undefined) {
    // A bound of a number ("more than 10", "above 90 %") is checked with the number.
    const bounds = reading.quantities.some((quantity) => at >= quantity.at && at < quantity.next);
    if (bounds) return null;
    const isTarget =
      reading.quantities.some((quantity) => quantity.at === at + 1) &&
      ['above', 'below'].includes(token.lower);
    if ((token.lower === 'more' || token.lower === 'less') && !hasThan(reading, at)) return null;
    return isTarget ? null : form;
  }
  const word = words.get(token.stem);
  if (word === undefined) return null;
  if (
    token.stem === 'fall' &&
    ['into', 'on', 'to', 'under', 'within'].includes(next?.lower ?? '') &&
    !reading.quantities.some((quantity) => quantity.at === at + 2)
  )
    return null;
  if (token.stem === 'better' && !hasThan(reading, at)) return null;
  if (['rise', 'gain'].includes(token.stem) && ['sun', 'give'].includes(previous)) return null;
  return word;
}

const hasThan = (reading: Reading, at: number): boolean =>
  reading.tokens.slice(at + 1, at + 8).some((token) => token.lower === 'than');

export function changesOf(reading: Reading): Change[] {
  const changes: Change[] = [];
  reading.tokens.forEach((token, at) => {
    const word = wordAt(reading, at);
    if (word === null) return;
    const sentence = token.sentence;
    const begin = reading.tokens.findIndex((other) => other.sentence === sentence);
    const end = reading.tokens.findLastIndex((other) => other.sentence === sentence) + 1;
    const context = conceptsBetween(reading, begin, end);
    const before = reading.tokens
      .slice(Math.max(0, at - 2), at)
      .map((other) => other.lower)
      .join(' ');
    const denied =
      /\b(?:not|never|n't|without|no)\b/.test(before) || /n't$/.test(reading.tokens[at - 1]?.lower ?? '');
    if (denied) return;
    changes.push({
      kind: word.kind,
      sign: word.sign,
      // Without a number or a known measure, "grew into the role" measures nothing.
      weak: (word.weak ?? false) || (measureSide(context) === 0 && reading.quantities.length === 0),
      multiple: word.multiple ?? null,
      bound: /more than$/.test(before)
        ? 'above'
        : /(?:nearly|almost|less than)$/.test(before)
          ? 'below'
          : 'equal',
      approximate: /(?:nearly|almost|roughly|about)$/.test(before),
      context,
      measured: measureSide(context) !== 0,
      word: token.lower,
      at,
    });
  });
  return changes;
}
