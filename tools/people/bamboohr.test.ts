import { afterEach, describe, expect, test } from 'vitest';
import { type BambooDataset, startBambooServer } from '#demo/vendors/bamboohr-server.ts';
import type { VendorFault, VendorServer } from '#demo/vendors/datasets.ts';
import { isProtectedHeader } from '#tools/files/people-columns.ts';
import { systemHttp } from '#tools/http/client.ts';
import { isBambooCompany, readBambooPeople } from './bamboohr.ts';
import { bambooFields } from './bamboohr-rows.ts';

const open: VendorServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const TOKEN = 'bamboo-key-1234';
const today = '2026-03-02';
const one = (id: string, more: Record<string, string | null> = {}): BambooDataset['employees'][number] => ({
  employeeNumber: `E${id}`,
  firstName: `First${id}`,
  lastName: 'Last',
  workEmail: `P${id}@example.com`,
  hireDate: '2020-01-01',
  terminationDate: '0000-00-00',
  gender: 'Female',
  dateOfBirth: '1980-01-01',
  ...more,
  id,
  status: more.status === 'Inactive' ? 'Inactive' : 'Active',
});

async function read(
  employees: BambooDataset['employees'],
  { token = TOKEN, hidden = [], fault }: { token?: string; hidden?: string[]; fault?: VendorFault } = {},
) {
  const server = await startBambooServer({ token: TOKEN, employees, hidden });
  open.push(server);
  if (fault !== undefined) server.inject(fault);
  const waits: number[] = [];
  const http = { ...systemHttp, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
  const signal = new AbortController().signal;
  const people = readBambooPeople({ base_url: server.url, token, today }, signal, http);
  return { people, waits, server };
}

describe('BambooHR', () => {
  test('gives people with managers by their id, also managers without an e-mail address', async () => {
    const { people } = await read([
      one('1', { workEmail: null, preferredName: 'Ada', department: 'Payments' }),
      one('2', { supervisorEId: '1', standardHoursPerWeek: '32.5', employmentHistoryStatus: 'Full-Time' }),
      one('3', { supervisorEId: '9', employeeNumber: null }),
      one('4', { status: 'Inactive', terminationDate: '2025-06-30', employmentHistoryStatus: 'Terminated' }),
    ]);
    const { people: rows, errors, warnings } = await people;
    expect(errors).toEqual([]);
    expect(rows).toMatchObject([
      { employee_id: 'E1', name: 'Ada Last', email: null, manager_employee_id: null, end_date: null },
      { employee_id: 'E2', email: 'p2@example.com', manager_employee_id: 'E1', weekly_hours: 32.5 },
      { employee_id: 'bamboohr:3', manager_employee_id: null },
      { employee_id: 'E4', end_date: '2025-06-30', employment_type: null },
    ]);
    expect(warnings).toEqual([expect.stringContaining('supervisor 9')]);
  });

  test('is asked for no protected attribute, and none comes through', async () => {
    const { people, server } = await read([one('1')]);
    expect(JSON.stringify(await people)).not.toMatch(/Female|1980/);
    const { body } = server.requests[0] ?? {};
    expect(body).toMatchObject({ fields: bambooFields });
    expect(bambooFields.filter(isProtectedHeader)).toEqual([]);
  });

  test('keeps the present record of whoever came back, and their old record’s reports', async () => {
    const { people } = await read([
      one('1', { status: 'Inactive', terminationDate: '2023-01-01' }),
      one('2', { workEmail: 'p1@example.com', terminationDate: '2023-01-01' }),
      one('3', { supervisorEId: '1' }),
    ]);
    const { people: rows, errors, warnings } = await people;
    expect(errors).toEqual([]);
    expect(rows).toMatchObject([
      { employee_id: 'E2', end_date: null },
      { employee_id: 'E3', manager_employee_id: 'E2' },
    ]);
    expect(warnings).toHaveLength(1);
  });

  test('tells two who share a number, a circle of managers, hidden names and an empty company', async () => {
    const shared = await (await read([one('1'), one('2', { employeeNumber: 'E1' })])).people;
    expect(shared.errors).toEqual([expect.stringContaining('number E1')]);
    const circle = await (await read([one('1', { supervisorEId: '2' }), one('2', { supervisorEId: '1' })]))
      .people;
    expect(circle.errors).toEqual([expect.stringContaining('employee 1 → employee 2 → employee 1')]);
    const hidden = await (await read([one('1')], { hidden: ['firstName', 'lastName'] })).people;
    expect(hidden.errors).toEqual([expect.stringContaining('no name')]);
    expect((await (await read([])).people).errors).toEqual([expect.stringContaining('shows nobody')]);
  });

  test('invents no day for somebody who left on none', async () => {
    const { people, warnings } = await (await read([one('1', { status: 'Inactive' })])).people;
    expect({ people, warnings: warnings.length }).toEqual({ people: [], warnings: 1 });
  });

  test('refuses a wrong key at once, and never shows it', async () => {
    const { people, waits } = await read([one('1')], { token: 'wrong-key-98765' });
    const error = await people.catch((fault: unknown) => fault);
    expect(error).toMatchObject({ code: 'source-unauthorized' });
    expect(`${error}${JSON.stringify(error)}`).not.toContain('98765');
    expect(waits).toEqual([]);
  });

  test.each([429, 503] as const)('waits as long as a %i says, then reads all', async (status) => {
    const fault: VendorFault = {
      path: '/reports/custom',
      after: 0,
      times: 1,
      kind: { type: 'status', status, retry_after_seconds: 7 },
    };
    const { people, waits } = await read([one('1')], { fault });
    expect((await people).people).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(7000);
  });

  test('an answer that is cut is asked for again, and one that stays broken is no list of people', async () => {
    const fault = (times: number, type: 'cut' | 'malformed'): VendorFault => ({
      path: '/reports/custom',
      after: 0,
      times,
      kind: { type },
    });
    expect((await (await read([one('1')], { fault: fault(1, 'cut') })).people).people).toHaveLength(1);
    const broken = await read([one('1')], { fault: fault(9, 'malformed') });
    await expect(broken.people).rejects.toMatchObject({ code: 'source-answer-invalid' });
  });

  test('a company’s name can’t lead to another host', () => {
    expect(['acme', 'acme-2'].every(isBambooCompany)).toBe(true);
    expect(['evil.example/', 'a.b', '', '-a', 'a@b', 'a#'].some(isBambooCompany)).toBe(false);
  });
});
