import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyExport } from './audit-log.ts';
import { makeTestCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
beforeAll(async () => {
  company = await makeTestCompany();
});
afterAll(async () => {
  await company.close();
});

const append = (index: number) =>
  company.system.audit.append({
    event: 'thing-done',
    subject: `s${index}`,
    data: { index, text: 'a\0b \ud800 ä' },
  });
async function exported(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of company.system.audit.export()) lines.push(line);
  return lines;
}

test('many appends at once make one unbroken chain', async () => {
  await Promise.all(Array.from({ length: 25 }, (_, index) => append(index)));
  expect(await company.system.audit.verify()).toMatchObject({ ok: true });
  const page = await company.system.audit.list({ after: 0, limit: 10 });
  expect(page.items.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(page.next).toBe('10');
});

test('an export is checked by its lines alone', async () => {
  const lines = await exported();
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    kind: 'fairlead-audit',
    version: 1,
    count: lines.length - 1,
  });
  expect(await verifyExport(lines)).toMatchObject({
    ok: true,
    entries: lines.length - 1,
    tail_vouched_for: true,
  });
});

test('a changed, removed, swapped or inserted entry and a cut tail are found where they are', async () => {
  const lines = await exported();
  const [tenth = '', eleventh = ''] = lines.slice(10, 12);
  const changed = lines.with(10, tenth.replace('"index"', '"index "'));
  expect(await verifyExport(changed)).toMatchObject({ ok: false, broken_at: 10 });
  expect(await verifyExport(lines.toSpliced(10, 1))).toMatchObject({ ok: false, broken_at: 10 });
  expect(await verifyExport(lines.with(10, eleventh).with(11, tenth))).toMatchObject({
    ok: false,
    broken_at: 10,
  });
  expect(await verifyExport(lines.toSpliced(10, 0, tenth))).toMatchObject({ ok: false, broken_at: 11 });
  expect(await verifyExport(lines.slice(0, -1))).toMatchObject({
    ok: false,
    broken_at: lines.length - 1,
    reason: expect.stringContaining('tail was cut'),
  });
  expect(await verifyExport(lines.slice(1, -1))).toMatchObject({ ok: true, tail_vouched_for: false });
  await expect(verifyExport(['{"seq":1}'])).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(verifyExport(['nonsense'])).rejects.toThrow(/Line 1/);
});

test('what somebody with all rights does to the table is found too', async () => {
  const { pool } = company.database;
  const tamper = async (statement: string) => {
    await pool.query(`alter table fairlead.audit_entries disable trigger user, no force row level security`);
    await pool.query(statement);
    await pool.query(`alter table fairlead.audit_entries enable trigger user, force row level security`);
    return await company.system.audit.verify();
  };
  const before = await company.system.audit.head();
  expect(await tamper(`update fairlead.audit_entries set actor = 'nobody' where seq = 5`)).toMatchObject({
    ok: false,
    broken_at: 5,
  });
  await tamper(`update fairlead.audit_entries set actor = 'fairlead' where seq = 5`);
  expect(await company.system.audit.verify()).toMatchObject({ ok: true });
  expect(
    await tamper(
      `insert into fairlead.audit_entries select tenant_id, seq + 1, at, actor, event, subject, data, hash, hash
       from fairlead.audit_entries where seq = ${before.count}`,
    ),
  ).toMatchObject({ ok: false, broken_at: before.count + 1 });
  expect(await tamper(`delete from fairlead.audit_entries where seq >= ${before.count}`)).toMatchObject({
    ok: false,
    broken_at: before.count,
  });
});

test('an employee appends what they did, in their own name, and reads nothing', async () => {
  const ann = await company.as('ann');
  const entry = { event: 'thing-done', subject: 's', data: {} };
  await expect(ann.audit.append({ ...entry, actor: 'operator' })).rejects.toMatchObject({
    code: 'not-allowed',
  });
  expect((await ann.audit.append(entry)).actor).toBe('per_ann');
  expect((await ann.audit.list({})).items).toEqual([]);
  expect((await (await company.as('otto')).audit.list({})).items.length).toBeGreaterThan(10);
});
