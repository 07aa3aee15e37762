import { Link } from 'wouter';
import type { Answers } from '../api.generated.ts';
import { SourceText } from './source-text.tsx';
import type { Column } from './table-view.tsx';
import { day, duration, kinds, shareWords } from './words.ts';

type Health = Answers['GET /api/approval-health'];
type Names = Record<string, string>;
type Open = Health['open'][number];
type Decider = Health['deciders'][number];
type Test = NonNullable<Health['canaries']>['list'][number];

const ownersOf = ({ owner_ids, role }: Open, names: Names) =>
  owner_ids.length === 0
    ? role === 'hr'
      ? 'anybody of HR'
      : 'a manager'
    : owner_ids.map((id) => names[id] ?? id).join(' or ');

export const openColumns = (names: Names): readonly Column<Open>[] => [
  {
    head: 'Proposal',
    share: 'wide',
    text: ({ title }) => title,
    cell: ({ intervention_id, title }) => (
      <Link href={`/inbox/${intervention_id}`}>
        <SourceText>{title}</SourceText>
      </Link>
    ),
  },
  { head: 'Kind', text: ({ kind }) => kinds[kind] ?? kind },
  { head: 'Waits for', text: (row) => ownersOf(row, names) },
  { head: 'Since', kind: 'nowrap', text: ({ waiting_since }) => day(waiting_since) },
  { head: 'Days', kind: 'number', text: ({ age_days }) => Math.round(age_days * 10) / 10 },
];

const hours = (value: number | null) => (value === null ? 'too few' : duration(value));

export const deciderColumns = (names: Names, withTests: boolean): readonly Column<Decider>[] => [
  { head: 'Who', text: ({ person_id }) => names[person_id] ?? person_id },
  { head: 'Decisions', kind: 'number', text: ({ decisions }) => decisions },
  { head: 'Approved', kind: 'number', text: ({ approved }) => approved },
  { head: 'Rejected', kind: 'number', text: ({ rejected }) => rejected },
  {
    head: 'Share approved',
    text: ({ approved_share }) => (approved_share === null ? 'too few' : shareWords(approved_share)),
  },
  { head: 'Half within', kind: 'nowrap', text: ({ median_hours }) => hours(median_hours) },
  { head: 'At a glance', kind: 'number', text: ({ quick }) => quick },
  { head: 'Not opened', kind: 'number', text: ({ unseen }) => unseen },
  ...(withTests
    ? [
        {
          head: 'Tests noticed',
          text: ({ canaries, caught }: Decider) =>
            canaries === null || canaries === 0 ? 'none' : `${caught ?? 0} of ${canaries}`,
        },
      ]
    : []),
];

const results: Record<Test['result'], string> = {
  caught: 'noticed',
  missed: 'approved',
  open: 'still open',
  undecided: 'ended without a decision',
};

const flaws: Record<Test['flaw'], string> = {
  receiver_away: 'to somebody who is away',
  receiver_full: 'to somebody who is full',
  wrong_way: 'to somebody with less room',
};

export const testColumns = (names: Names): readonly Column<Test>[] => [
  {
    head: 'Proposal',
    share: 'wide',
    text: ({ title }) => title,
    cell: ({ intervention_id, title }) => (
      <Link href={`/inbox/${intervention_id}`}>
        <SourceText>{title}</SourceText>
      </Link>
    ),
  },
  { head: 'What was wrong', text: ({ flaw }) => `work ${flaws[flaw]}` },
  { head: 'Planted', kind: 'nowrap', text: ({ planted_at }) => day(planted_at) },
  { head: 'By', text: ({ planted_by }) => names[planted_by] ?? planted_by },
  { head: 'Result', text: ({ result }) => results[result] },
  {
    head: 'Decided by',
    text: ({ decided_by }) => (decided_by === null ? null : (names[decided_by] ?? decided_by)),
  },
];
