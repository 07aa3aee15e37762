import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '#domain/json.ts';
import { jobFunctionOf } from '#domain/person.ts';
import { COMPANY_VERSION, DEFAULT_SEED } from './beginning.ts';
import { historyStart } from './calendar.ts';
import { type Company, generateCompany } from './company.ts';
import { readIssue } from './measure.ts';

const anchor = '2026-11-23';
const hashOf = ({ lives: _, ...company }: Company) => sha256(JSON.stringify(company));
let company: Company;
beforeAll(() => {
  company = generateCompany({ seed: DEFAULT_SEED, anchor });
});
const people = () =>
  company.people_csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('the simulated company', () => {
  test('is the same to the byte for the same seed and anchor', () => {
    expect(hashOf(generateCompany({ seed: DEFAULT_SEED, anchor }))).toBe(hashOf(company));
  });

  // A folder remembers only seed and anchor. Whoever changes what they give raises COMPANY_VERSION and puts the new
  // hash here; otherwise decisions kept in somebody's folder would fall on other tickets.
  test('changes only together with its version', () => {
    expect({ version: COMPANY_VERSION, hash: hashOf(company) }).toMatchInlineSnapshot(`
      {
        "hash": "97dbfbb9f4e1e33366fed812ad736c6f2146b1c96fdd252195aedc28ef3dfed1",
        "version": 2,
      }
    `);
  });

  test('differs with the seed and with the anchor', () => {
    const others = [
      generateCompany({ seed: '8', anchor }),
      generateCompany({ seed: DEFAULT_SEED, anchor: '2026-11-24' }),
    ];
    expect(new Set([company, ...others].map(hashOf)).size).toBe(3);
  });

  test('has about sixty people in every function, each with a manager up to the chief executive', () => {
    const rows = people();
    const functions = Map.groupBy(rows, (row) => jobFunctionOf(row[4] ?? null, row[5] ?? null));
    expect(rows.length).toBeGreaterThanOrEqual(58);
    expect(Object.fromEntries([...functions].map(([name, list]) => [name, list.length]))).toEqual({
      engineering: 29,
      sales: 8,
      customer_success: 6,
      support: 8,
      marketing: 5,
      other: 6,
    });
    const mails = new Set(rows.map((row) => row[2]));
    expect(rows.filter((row) => row[3] === '').map((row) => row[4])).toEqual(['Chief Executive Officer']);
    expect(rows.every((row) => row[3] === '' || mails.has(row[3]))).toBe(true);
    expect(company.grants.map((grant) => mails.has(grant.email))).toEqual([true, true, true, true]);
  });

  test('writes the employee file with the headers of the contract', () => {
    expect(company.people_csv.split('\n')[0]).toBe(
      'Employee Id,Name,Email,Manager Email,Job Title,Department,Location,Start Date,End Date,Employment Type,Weekly Hours,Skills',
    );
    expect(people().every((row) => row.length === 12)).toBe(true);
  });

  test('has enough to see and little enough to read within seconds', () => {
    expect(company.jira.issues.length).toBeGreaterThan(3000);
    expect(company.jira.issues.length).toBeLessThan(5200);
    expect(company.harvest.time_entries.length).toBeGreaterThan(10_000);
    expect(company.harvest.time_entries.length).toBeLessThan(17_500);
  });

  test('tells nothing of the time after the anchor but planned absence', () => {
    const end = Date.parse(`${anchor}T00:00:00Z`);
    for (const issue of company.jira.issues) {
      const instants = [
        ...issue.changelog.histories.map((history) => history.created),
        String(issue.fields.created),
        String(issue.fields.updated),
      ];
      expect(instants.filter((instant) => Date.parse(instant) >= end)).toEqual([]);
    }
    const ahead = company.harvest.time_entries.filter((entry) => entry.spent_date >= anchor);
    expect(ahead.length).toBeGreaterThan(0);
    expect(new Set(ahead.map((entry) => entry.task.name))).toEqual(new Set(['Time off']));
    const first = company.harvest.time_entries[0]?.spent_date ?? '';
    expect(first >= historyStart(anchor)).toBe(true);
  });

  test('keeps histories in order of time, each change beginning where the last one ended', () => {
    for (const issue of company.jira.issues) {
      const { histories } = issue.changelog;
      const instants = histories.map((history) => Date.parse(history.created));
      expect(instants, issue.key).toEqual(instants.toSorted((a, b) => a - b));
      const statuses = histories.flatMap((history) =>
        history.items.filter((item) => item.field === 'status'),
      );
      statuses.slice(1).forEach((item, index) => {
        expect(item.from, issue.key).toBe(statuses[index]?.to);
      });
      const { created, started, resolved } = readIssue(issue);
      if (started !== null) expect(started, issue.key).toBeGreaterThanOrEqual(created);
      if (started !== null && resolved !== null) expect(resolved, issue.key).toBeGreaterThan(started);
    }
  });

  test('gives each ticket a key, an id and nearly always a title of its own', () => {
    const issues = company.jira.issues;
    expect(new Set(issues.map((issue) => issue.key)).size).toBe(issues.length);
    expect(new Set(issues.map((issue) => issue.id)).size).toBe(issues.length);
    const titles = issues.map((issue) => String(issue.fields.summary));
    expect(new Set(titles).size / titles.length).toBeGreaterThan(0.98);
    expect(titles.filter((title) => /undefined|\{[a-z]+\}| {2}/.test(title))).toEqual([]);
  });

  test('books on a ticket what the ticket says was spent, and no impossible days', () => {
    const booked = new Map<string, number>();
    const perDay = new Map<string, number>();
    for (const entry of company.harvest.time_entries) {
      const day = `${entry.user.id} ${entry.spent_date}`;
      perDay.set(day, (perDay.get(day) ?? 0) + entry.hours);
      const key = entry.external_reference?.id;
      if (key !== undefined) booked.set(key, (booked.get(key) ?? 0) + entry.hours);
    }
    expect(Math.max(...perDay.values())).toBeLessThanOrEqual(13);
    const historyBegan = Date.parse(`${historyStart(anchor)}T00:00:00Z`);
    const whole = company.jira.issues.map(readIssue).filter((issue) => (issue.started ?? 0) >= historyBegan);
    const differing = whole.filter(
      (issue) =>
        !issue.title.startsWith('Renew dependency') && issue.spent_hours !== (booked.get(issue.key) ?? 0),
    );
    expect(differing.map((issue) => issue.key)).toEqual([]);
  });

  test('has estimates that are off both ways, reopened and blocked tickets, and nothing closed on Sundays', () => {
    const issues = company.jira.issues.map(readIssue);
    const done = issues.filter((issue) => issue.resolved !== null && (issue.estimate_hours ?? 0) > 0);
    const over =
      done.filter((issue) => issue.spent_hours > 1.2 * (issue.estimate_hours ?? 0)).length / done.length;
    const under =
      done.filter((issue) => issue.spent_hours < 0.8 * (issue.estimate_hours ?? 0)).length / done.length;
    expect(over).toBeGreaterThan(0.25);
    expect(under).toBeGreaterThan(0.1);
    const reopened = done.filter((issue) => issue.reopened).length / done.length;
    expect(reopened).toBeGreaterThan(0.02);
    expect(reopened).toBeLessThan(0.12);
    expect(issues.filter((issue) => issue.flagged_since !== null).length).toBeGreaterThan(80);
    const sundays = done.filter((issue) => new Date(issue.resolved ?? 0).getUTCDay() === 0);
    expect(sundays).toEqual([]);
  });
});
