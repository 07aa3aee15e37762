import type { Tables } from '#agents/testing/memory-ports.ts';
import { briefData } from '#agents/writers/model/brief-data.ts';
import type { Person, Team } from '#domain/person.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { briefsOf } from '../company/briefs.ts';
import { loadCompany } from '../company/simulated.ts';
import type { Suite } from '../runner.ts';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const holds = (text: string, words: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escaped(words)}(?![\\p{L}\\p{N}])`, 'iu').test(text);

/** What tells whose text it is. First names alone may be words of the trade; whole names never are. */
const marksOf = ({ name, email, employee_id }: Person): string[] =>
  [name, email, employee_id].filter((mark): mark is string => mark !== null && mark.length > 4);

function leaks(text: string, tables: Tables): string[] {
  const named = tables.people.flatMap(marksOf).filter((mark) => holds(text, mark));
  const accounts = tables.identities
    .map(({ account }) => account)
    .filter((account) => account.length > 8 && text.includes(account));
  return [
    ...named.map((mark) => `holds “${mark}”`),
    ...accounts.map((account) => `holds the account ${account}`),
  ];
}

/** Evidence of somebody else in a brief. */
function foreign(brief: SummaryBrief, tables: Tables): string[] {
  const own = new Set<string>([
    brief.person.id,
    tables.people.find(({ id }) => id === brief.person.id)?.team_id ?? '',
  ]);
  return brief.evidence
    .filter(({ subject }) => !own.has(subject))
    .map(({ id, subject }) => `${id} is about ${subject}`);
}

/** What reaches a model of each person: nobody's name, address or account, and nobody else's evidence. */
export const makePrivacySuite = (
  wanted: (team: Team) => boolean,
  load: () => Promise<Tables> = loadCompany,
): Suite => ({
  name: 'privacy',
  describes:
    'What is sent to a model names nobody, by name, address or account, and holds no evidence about anybody else.',
  floor: 1,
  zero_tolerance: ['names nobody', 'own evidence alone'],
  async run(runner) {
    const tables = await load();
    for (const brief of await briefsOf(tables, wanted, runner)) {
      const { text } = briefData(brief);
      const what = { description: `the prompt of ${brief.person.id}`, input: `${text.length} characters` };
      await runner.check(`names/${brief.person.id}`, { ...what, kind: 'names nobody' }, () => ({
        reasons: leaks(text, tables),
        output: text.slice(0, 400),
      }));
      await runner.check(`own/${brief.person.id}`, { ...what, kind: 'own evidence alone' }, () => ({
        reasons: foreign(brief, tables),
        output: `${brief.evidence.length} items of evidence`,
      }));
    }
  },
});

export const privacy: Suite = makePrivacySuite(() => true);
