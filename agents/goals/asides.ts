import type { Clause } from './clauses.ts';
import type { Reading } from './reading.ts';
import { type Figure, figuresOf } from './roles.ts';

export function baselineAside(reading: Reading, clause: Clause, target: Figure | null): Figure | null {
  for (const aside of clause.asides) {
    const figures = figuresOf({ reading, lexemes: aside, verb: null });
    // "(2019: 140 kWh)": the year dates the number.
    const dated = figures.length > 1 && pastYear(reading, figures[0]);
    const figure = dated ? figures[1] : figures[0];
    if (figure === undefined || figure.lexeme.quantity.sign !== null || figure.change !== null) continue;
    const { nowWords } = reading.vocabulary.grammar;
    const marked =
      dated ||
      figure.role === 'from' ||
      aside.some((lexeme) => lexeme.kind === 'date' || nowWords.match(reading.tokens, lexeme.first) !== null);
    const same = target === null || figure.lexeme.quantity.measure === target.lexeme.quantity.measure;
    if (marked && same) return figure;
  }
  return null;
}

const pastYear = ({ now }: Reading, figure: Figure | undefined): boolean => {
  const value = figure?.lexeme.quantity.measure === 'plain' ? (figure.lexeme.quantity.value ?? 0) : 0;
  return value >= 1990 && value <= Number(now.today.slice(0, 4));
};

export function growthAside(reading: Reading, clause: Clause): Figure | null {
  for (const aside of clause.asides) {
    const [figure] = figuresOf({ reading, lexemes: aside, verb: null });
    if (figure && (figure.change !== null || figure.lexeme.quantity.sign === '+')) return figure;
  }
  return null;
}
