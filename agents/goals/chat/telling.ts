import type { ParsedGoal } from '#domain/goal.ts';
import type { Finding, KpiFacts } from '../checks/check.ts';
import { checkGoal, savingBlockedBy } from '../checks/run.ts';
import { type Card, type Conversation, type Field, missingOf } from './conversation.ts';
import { filled } from './phrasebook.ts';
import { named, sentence, type Wording } from './wording.ts';

/** What the checks need to know of a card from the organisation's data. */
function factsOf({ grounded }: Card): KpiFacts {
  // Whether it is measured is asked back; until then no check speaks of it.
  if (grounded === null || (grounded.indicator === null && grounded.unsure)) return {};
  const { indicator, baseline, forecast } = grounded;
  return {
    indicator:
      indicator === null
        ? null
        : {
            name: indicator.name,
            unit: grounded.unit ?? '',
            value: baseline?.value ?? null,
            n: baseline?.n ?? 0,
            minimum_n: grounded.minimum_n,
            spread: grounded.spread,
            fresh_until: grounded.fresh_until,
            owner_contributes: grounded.owner_contributes,
          },
    ...(forecast === null
      ? {}
      : { forecast: { mean: forecast.mean, lower95: forecast.lower95, upper95: forecast.upper95 } }),
  };
}

export const findingsOf = ({ cards }: Conversation, today: string): Finding[] =>
  checkGoal({ kpis: cards.map(({ kpi }) => kpi), today, facts: cards.map(factsOf) });

export const blockedBy = (conversation: Conversation, today: string): Finding[] =>
  savingBlockedBy(findingsOf(conversation, today));

/** Rules whose matter the conversation itself speaks of: as a question, as what wasn't said, as what the data say. */
const SPOKEN_OF_ELSEWHERE = new Set([
  'no-kpi',
  'no-target',
  'no-baseline',
  'relative-without-baseline',
  'no-due',
  'no-metric',
  'dues-differ',
  'not-measured',
  'baseline-differs',
  'reached-anyway',
]);
// More at once is a lecture.
const MOST_FINDINGS = 2;

/** A rule's sentence in the conversation's language, where it has one; the rules' own English for English. */
function wordedFinding(
  finding: Finding,
  conversation: Conversation,
  { language, says }: Wording,
): string | null {
  const item = finding.kpi === null ? undefined : conversation.cards[finding.kpi];
  const metric = item === undefined ? '' : named(item, says);
  const own = says.block[finding.id];
  if (own !== undefined) return `${filled(own, { metric })} [${finding.id}]`;
  return language === 'en' || finding.severity === 'block'
    ? `${finding.sentence} ${finding.fix} [${finding.id}]`
    : null;
}

/** What to look at before saving, the gravest first. */
export function findingsSaid(conversation: Conversation, wording: Wording, today: string): string[] {
  const said = findingsOf(conversation, today).filter(
    ({ id, severity }) => severity !== 'hint' && !SPOKEN_OF_ELSEWHERE.has(id),
  );
  return said
    .flatMap((finding) => wordedFinding(finding, conversation, wording) ?? [])
    .slice(0, MOST_FINDINGS);
}

/** What holds saving up, each with its fix and rule. */
export const blocksSaid = (conversation: Conversation, wording: Wording, today: string): string[] =>
  blockedBy(conversation, today).flatMap((finding) => wordedFinding(finding, conversation, wording) ?? []);

/** An id in brackets, which the pages make a link to what the citation rests on. */
const citation = (id: string | null): string => (id === null ? '' : ` [${id}]`);

/** Which of it was not said before; with `again`, all of it. */
const isNew = (item: Card, again: boolean) => ({
  baseline: again || item.told.baseline !== (item.grounded?.baseline?.value ?? null),
  chance: again || item.told.chance !== chanceOf(item),
  nearest: again || !item.told.nearest,
});

/** In whole percents, as it is said. */
const chanceOf = ({ grounded }: Card): number | null =>
  grounded?.forecast == null ? null : Math.round(grounded.forecast.chance * 100);

/** A card after all that the data say of it was said. */
export const toldOf = (item: Card): Card => ({
  ...item,
  told: {
    baseline: item.grounded?.baseline?.value ?? null,
    chance: chanceOf(item),
    nearest: item.grounded !== null,
  },
});

function unmeasuredSaid(
  { nearest, unsure, other_metric: other }: NonNullable<Card['grounded']>,
  { says, list }: Wording,
): string[] {
  if (other !== null && !unsure)
    return [
      says.not_measured,
      sentence(filled(says.other_metric, { name: other.name, sources: list(other.sources) }), says),
    ];
  if (nearest.length === 0) return [says.not_measured];
  const names = nearest.slice(0, 3).map(({ name }, place) => `${place + 1}. ${name}`);
  return [filled(unsure ? says.unsure_nearest : says.not_measured_nearest, { names: names.join(', ') })];
}

/** What the data say of one KPI: start value with its citation, and how likely the target is. */
export function dataSaid(item: Card, wording: Wording, again = false): string[] {
  const { kpi, grounded, baseline_from } = item;
  const { says, amount, date, percent } = wording;
  if (grounded === null) return [];
  const { indicator, baseline, forecast } = grounded;
  const fresh = isNew(item, again);
  if (indicator === null) return fresh.nearest ? unmeasuredSaid(grounded, wording) : [];
  const said: string[] = [];
  if (baseline !== null && fresh.baseline) {
    const values = {
      value: amount(baseline.value, kpi.unit),
      indicator: indicator.name,
      window: baseline.window,
      n: baseline.n,
      date: date(baseline.as_of),
      citation: citation(baseline.evidence_ids[0] ?? null),
    };
    const differs = baseline_from === 'person' && kpi.baseline !== baseline.value;
    if (differs)
      said.push(filled(says.data_differs, { ...values, said: amount(kpi.baseline ?? 0, kpi.unit) }));
    else said.push(filled(says.data_baseline, values));
  }
  if (forecast !== null && fresh.chance)
    said.push(
      filled(says.chance, {
        date: date(forecast.at),
        chance: percent(forecast.chance),
        mean: amount(shortened(forecast.mean), kpi.unit),
        low: amount(shortened(forecast.lower80), kpi.unit),
        high: amount(shortened(forecast.upper80), kpi.unit),
      }),
    );
  return said;
}

/** A forecast's figures to three places: more would be a show of exactness. */
const shortened = (value: number): number => Number(value.toPrecision(3));

/** Why nothing is said of the chance. */
export function noChance({ kpi, grounded }: Card, { says }: Wording): string {
  const reasons = says.chance_reasons;
  const reason =
    grounded === null || grounded.indicator === null
      ? reasons.indicator
      : kpi.target === null && kpi.target_range === null && kpi.relative === null
        ? reasons.target
        : kpi.due_iso === null
          ? reasons.due
          : reasons.data;
  return filled(says.chance_none, { reason });
}

/** What wasn't said of a card; a start value that the data gave is not missing. */
export const notSaid = (item: Card, { says, list }: Wording): string | null => {
  const missing = missingOf(item);
  return missing.length === 0
    ? null
    : filled(says.not_said, { fields: list(missing.map((field) => says.fields[field])) });
};

/** The cards as lines; numbered where there are several. */
export function linesOf({ cards }: Conversation, wording: Wording): string[] {
  const { says, line } = wording;
  if (cards.length === 1) return cards.map(({ kpi }) => sentence(line(kpi), says));
  return cards.map(({ kpi }, index) =>
    filled(says.card_item, { n: index + 1, line: sentence(line(kpi), says) }),
  );
}

/** The open question in words; of several KPIs it names the one it is about. */
export function askedText(
  { asked, cards }: Pick<Conversation, 'asked' | 'cards'>,
  { says, list }: Wording,
): string | null {
  if (asked === null) return null;
  const item = cards.find(({ id }) => id === asked.card);
  if (item === undefined) return says.ask.metric_open;
  const undated = cards.filter((one) => missingOf(one).includes('due') && !one.skipped.includes('due'));
  const metric =
    asked.field === 'due' && undated.length > 1
      ? list(undated.map((one) => named(one, says)))
      : named(item, says);
  return filled(templateFor(asked.field, item, says.ask), { metric });
}

function templateFor(field: Field, { kpi }: Card, ask: Wording['says']['ask']): string {
  if (field !== 'target') return ask[field];
  if (kpi.direction === 'increase') return ask.target_increase;
  return kpi.direction === 'decrease' ? ask.target_decrease : ask.target;
}

/** The goal as contract 4.1 gives it, with what is still open. */
export function goalOf(conversation: Conversation, id: string, wording: Wording): ParsedGoal {
  const { cards, objective, said, writer } = conversation;
  const fields = (['metric', 'target', 'baseline', 'due'] as const).filter((field) =>
    cards.length === 0 ? true : cards.some((item) => missingOf(item).includes(field)),
  );
  const questions = fields.flatMap((field) => {
    const item = cards.find((one) => missingOf(one).includes(field));
    const ask = askedText({ cards, asked: { card: item?.id ?? null, field } }, wording);
    return ask === null ? [] : [{ field, ask }];
  });
  return {
    id,
    text: said.join(' '),
    objective,
    measurable: cards.length > 0,
    kpis: cards.map(({ kpi }) => kpi),
    needs_clarification: fields,
    questions: cards.length === 0 ? questions.slice(0, 1) : questions,
    writer,
  };
}
