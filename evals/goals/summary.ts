import type { GoldStatement } from './gold.ts';
import type { StatementScore } from './score.ts';

export interface Scored {
  statement: GoldStatement;
  score: StatementScore;
}

/** Figures over statements, shares 0 to 1. */
export interface Summary {
  statements: number;
  /** Mean of the kinds' shares of exact statements: kinds are of unequal size and equal weight. */
  exact_macro: number;
  exact_micro: number;
  kpi_f1: number;
  invented_rate: number;
  clarification_f1: number;
}

const f1 = (right: number, one: number, other: number): number =>
  one + other === 0 ? 1 : (2 * right) / (one + other);
const sum = (scored: readonly Scored[], of: (score: StatementScore) => number): number =>
  scored.reduce((total, { score }) => total + of(score), 0);
const exactShare = (scored: readonly Scored[]): number =>
  scored.length === 0 ? 0 : scored.filter(({ score }) => score.exact).length / scored.length;

export function summarise(scored: readonly Scored[]): Summary {
  const kinds = [...Map.groupBy(scored, ({ statement }) => statement.kind).values()];
  const right = sum(scored, ({ asked }) => asked.right);
  const slots = sum(scored, (score) => score.slots);
  return {
    statements: scored.length,
    exact_macro: kinds.reduce((total, kind) => total + exactShare(kind), 0) / Math.max(1, kinds.length),
    exact_micro: exactShare(scored),
    kpi_f1: f1(
      sum(scored, (score) => score.matched),
      sum(scored, (score) => score.wanted),
      sum(scored, (score) => score.given),
    ),
    invented_rate: slots === 0 ? 0 : sum(scored, (score) => score.invented) / slots,
    clarification_f1: f1(
      right,
      right + sum(scored, ({ asked }) => asked.needless),
      right + sum(scored, ({ asked }) => asked.missed),
    ),
  };
}

/** A source's place: the repository or host, not the page. */
export const placeOf = (source: string): string => {
  const host = /^https?:\/\/(?:www\.)?([^/]+)/.exec(source)?.[1];
  return host ?? source.split(':')[0] ?? source;
};

/** The same figures by kind, language and source; sources with fewer than `least` statements are taken together. */
export function summariesBy(
  scored: readonly Scored[],
  least = 3,
): { by: 'kind' | 'language' | 'source'; name: string; summary: Summary }[] {
  const sizes = Map.groupBy(scored, ({ statement }) => placeOf(statement.source));
  const source = (statement: GoldStatement) => {
    const place = placeOf(statement.source);
    return (sizes.get(place)?.length ?? 0) < least ? '(single statements)' : place;
  };
  const groups = {
    kind: Map.groupBy(scored, ({ statement }) => statement.kind),
    language: Map.groupBy(scored, ({ statement }) => statement.lang),
    source: Map.groupBy(scored, ({ statement }) => source(statement)),
  };
  return (['kind', 'language', 'source'] as const).flatMap((by) =>
    [...groups[by]]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([name, group]) => ({ by, name, summary: summarise(group) })),
  );
}
