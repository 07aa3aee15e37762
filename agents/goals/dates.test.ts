import { expect, test } from 'vitest';
import { matchDate } from './dates.ts';
import { tokenize } from './tokens.ts';
import { type Language, vocabularyOf } from './vocabulary.ts';

function read(text: string, language: Language = 'en') {
  const tokens = tokenize(text);
  const found = matchDate(
    { tokens, vocabulary: vocabularyOf(language), now: { today: '2026-03-02', fiscal_year_start_month: 1 } },
    0,
  );
  return found?.end === tokens.length ? `${found.iso} ${found.role}` : found;
}

test.each([
  ['by end of Q3', '2026-09-30 due'],
  ['by Q4 2025', '2025-12-31 due'],
  ['FY26 Q2', '2026-06-30 bare'],
  ["Q3'27", '2027-09-30 bare'],
  ['3Q26', '2026-09-30 bare'],
  ['in H1', '2026-06-30 due'],
  ['year-end', '2026-12-31 bare'],
  ['by EOY', '2026-12-31 due'],
  ['by March', '2026-03-31 due'],
  ['by February', '2027-02-28 due'],
  ['by mid-Q3', '2026-08-15 due'],
  ['next quarter', '2026-06-30 bare'],
  ['by the end of the quarter', '2026-03-31 due'],
  ['by 2030', '2030-12-31 due'],
  ['within 6 months', '2026-09-02 due'],
  ['over the coming year', '2027-03-02 due'],
  ['by the end of the 2025-26 academic year', '2026-06-30 due'],
  ['before June 15th, 2026', '2026-06-15 due'],
  ['by 3/15/2026', '2026-03-15 due'],
  ['by 25/12/2026', '2026-12-25 due'],
  ['than last quarter', '2025-12-31 label'],
  ['from 2019 levels', '2019-12-31 label'],
  ['starting Sept. 1', '2026-09-01 label'],
])('%s', (text, wanted) => expect(read(text)).toBe(wanted));

test.each([
  ['bis Ende Juni', 'de', '2026-06-30 due'],
  ['bis zum 15. Mai 2026', 'de', '2026-05-15 due'],
  ['nächstes Quartal', 'de', '2026-06-30 bare'],
  ["d'ici fin septembre", 'fr', '2026-09-30 due'],
  ['antes del final del trimestre', 'es', '2026-03-31 due'],
  ['até o final do ano', 'pt', '2026-12-31 due'],
  ['entro giugno 2027', 'it', '2027-06-30 due'],
  ['2026年9月末までに', 'ja', '2026-09-30 due'],
  ['第三季度', 'zh', '2026-09-30 bare'],
  ['10月1号之前', 'zh', '2026-10-01 due'],
] as const)('%s (%s)', (text, language, wanted) => expect(read(text, language)).toBe(wanted));

test.each(['may help', 'over 3 years of experience', 'by 20%', 'in 5 steps', 'within budget'])(
  'no date in “%s”',
  (text) => expect(read(text)).toBeNull(),
);
