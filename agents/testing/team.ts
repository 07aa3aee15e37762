import { addDays, type IsoDate } from '#domain/date.ts';
import type { SourceRecord } from '#domain/record.ts';
import { jira, type TestCompany, workItem } from '#store/testing/company.ts';

const at = (day: IsoDate, hour: number) => `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** An item that took three days of work and was closed on this day. */
function closed(key: string, account: string, day: IsoDate, title: string): SourceRecord {
  const [created, started] = [at(addDays(day, -6), 9), at(addDays(day, -3), 9)];
  const done = at(day, 15);
  return {
    external_id: key,
    account,
    updated_at: done,
    deleted: false,
    payload: workItem({
      key,
      title,
      assignee: account,
      status: 'Done',
      status_category: 'done',
      created_at: created,
      updated_at: done,
      started_at: started,
      resolved_at: done,
      components: ['payouts'],
      estimate_hours: 8,
      spent_hours: 9,
      transitions: [
        { at: started, from: 'To Do', to: 'In Progress', from_category: 'to_do', to_category: 'in_progress' },
        { at: done, from: 'In Progress', to: 'Done', from_category: 'in_progress', to_category: 'done' },
      ],
    }),
  };
}

const open = (key: string, account: string, today: IsoDate, title: string): SourceRecord => ({
  external_id: key,
  account,
  updated_at: at(addDays(today, -4), 10),
  deleted: false,
  payload: workItem({
    key,
    title,
    assignee: account,
    created_at: at(addDays(today, -10), 9),
    updated_at: at(addDays(today, -4), 10),
    components: ['payouts'],
    estimate_hours: 12,
    remaining_hours: 12,
    due_on: addDays(today, 8),
  }),
});

export interface TeamStory {
  /** Titles by turn; each item takes the next. */
  titles?: readonly string[];
}

/**
 * Puts thirteen weeks of payments' work into the store: Ann has far more open work than hours, Bob has room and has
 * done the same kind of thing; the manager has done nothing that is recorded.
 */
export async function fillPayments(
  company: TestCompany,
  today: IsoDate,
  { titles = ['Retry failed payouts'] }: TeamStory = {},
): Promise<void> {
  let turn = 0;
  const title = () => titles[turn++ % titles.length] ?? '';
  const records: SourceRecord[] = [];
  for (let week = 1; week <= 13; week += 1) {
    for (const [account, days] of [
      ['a1', [1, 3]],
      ['b1', [2, 4]],
    ] as const) {
      for (const day of days)
        records.push(
          closed(`PAY-${account}-${week}-${day}`, account, addDays(today, -7 * week + day), title()),
        );
    }
  }
  for (let item = 1; item <= 9; item += 1) records.push(open(`PAY-OPEN-${item}`, 'a1', today, title()));
  records.push(open('PAY-BOB-1', 'b1', today, title()));
  const accounts = [
    ['a1', 'ann'],
    ['b1', 'bob'],
  ].map(([account = '', name = '']) => ({
    account,
    display_name: name,
    email: `${name}@example.com`,
    active: true,
    bot: false,
    time_zone: null,
  }));
  await company.system.ingest.savePage(jira, 'issues', { accounts, records, faults: [], cursor: null });
  const people = await company.system.people.list();
  const identities = await company.system.ingest.accounts(jira);
  await company.system.ingest.saveIdentities(
    identities.map((identity) => ({
      ...identity,
      person_id: people.find((person) => person.email === identity.email)?.id ?? null,
      method: 'email' as const,
    })),
  );
}
