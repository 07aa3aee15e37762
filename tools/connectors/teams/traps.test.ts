import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/date.ts';
import { sharedData } from '#tools/connectors/testing/api-description.ts';
import { readEverything, readStream } from '#tools/connectors/testing/reading.ts';
import { makeTeamsDataset, startTeams, teamsActivity, teamsUser } from '#tools/connectors/testing/teams.ts';
import { systemHttp } from '#tools/http/client.ts';
import { linesOf, normaliseActivity } from './report.ts';

const all = new Set(['messages', 'replies', 'calls', 'meetings']);

describe('a report', () => {
  test('lies elsewhere, and is fetched there without our token', async () => {
    const { server, connector } = await startTeams(makeTeamsDataset(20));
    const { records } = await readStream(connector, 'activity');
    // The store of files refuses a request with a token.
    expect(records).toHaveLength(20);
    expect(server.files.requests.every(({ status }) => status === 200)).toBe(true);
    await server.close();
  });

  test('gives counts and hours, and what policy leaves out stays out', async () => {
    const { server, connector } = await startTeams(makeTeamsDataset(1), systemHttp, { fields: ['meetings'] });
    const { records } = await readStream(connector, 'activity');
    await server.close();
    expect(records[0]?.payload).toMatchObject({
      messages: null,
      replies: null,
      calls: null,
      meetings: 3,
      meeting_hours: 1.5,
      messages_after_hours: null,
    });
    expect(records[0]?.payload).not.toHaveProperty('text');
  });

  test('that conceals names is one fault that says which switch to turn', async () => {
    const { server, connector } = await startTeams(makeTeamsDataset(30), systemHttp, { concealed: true });
    const { records, faults } = await readStream(connector, 'activity');
    await server.close();
    expect(records).toEqual([]);
    expect(faults).toMatchObject([{ reason: expect.stringContaining('Org settings') }]);
  });

  test('of the last two days is not there yet; the next read brings it, and corrects the days before', async () => {
    const dataset = makeTeamsDataset(250);
    const late = teamsActivity(0, { day: '2026-03-30', refreshed: '2026-04-01' });
    dataset.activity.push(late);
    let now = new Date('2026-03-31T12:00:00Z');
    const { server, connector } = await startTeams(dataset, systemHttp, { now: () => now });
    const first = await readStream(connector, 'activity');
    expect(first.records.some(({ external_id }) => external_id.endsWith('2026-03-30'))).toBe(false);
    now = new Date('2026-04-02T12:00:00Z');
    const second = await readStream(connector, 'activity', first.cursor);
    await server.close();
    expect(second.records.some(({ external_id }) => external_id.endsWith('2026-03-30'))).toBe(true);
    expect(second.records.length).toBeLessThan(first.records.length / 3);
  });

  test('of a day that Graph no longer has is passed by, and the days after it come', async () => {
    const dataset = makeTeamsDataset(0);
    for (let ago = 0; ago <= 30; ago += 1)
      dataset.activity.push(teamsActivity(0, { day: addDays('2026-03-31', -ago) }));
    // A clock that is ahead of ours by a day, or a read that goes on past midnight.
    const { server, connector } = await startTeams(dataset, systemHttp, {
      now: () => new Date('2026-04-01T12:00:00Z'),
    });
    const { records, faults } = await readStream(connector, 'activity');
    const days = records.map(({ external_id }) => external_id.slice(-10)).sort();
    expect([days[0], days.at(-1)]).toEqual(['2026-03-05', '2026-03-30']);
    expect(faults).toMatchObject([{ reason: expect.stringContaining('2026-03-04: Graph keeps') }]);
    const asked = server.requests.filter(({ path: target }) => target.includes('Detail(date='));
    expect(asked.filter(({ status }) => status === 400)).toHaveLength(1);
    await server.close();
  });

  test('asks first for a day that Graph still has', async () => {
    const { server, connector } = await startTeams(makeTeamsDataset(250));
    const { faults } = await readStream(connector, 'activity');
    await server.close();
    expect(faults).toEqual([]);
    expect(server.requests.filter(({ status }) => status === 400)).toEqual([]);
  });

  test('days lost between two reads that lie far apart are named', async () => {
    const { server, connector } = await startTeams(makeTeamsDataset(0));
    const cursor = { updated: '2026-02-10T00:00:00.000Z' };
    const { faults } = await readStream(connector, 'activity', cursor);
    await server.close();
    expect(faults).toMatchObject([{ reason: expect.stringContaining('2026-02-05 to 2026-03-03') }]);
  });

  test('a line that is odd is a fault, the others are taken', () => {
    const [good] =
      linesOf(
        'Report Refresh Date,User Id,User Principal Name,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count\r\n' +
          `2026-03-30,${teamsUser(1).id},a@example.org,1,2,3,4\r\n`,
      ) ?? [];
    if (good === undefined) throw new Error('no line');
    expect(normaliseActivity(good, '2026-03-28', all)).toMatchObject({
      ok: true,
      record: { payload: { messages: 3, meetings: 4, meeting_hours: null } },
    });
    for (const odd of [
      { 'Report Refresh Date': '2026-02-30' },
      { 'User Id': 'nobody' },
      { 'Call Count': '-1' },
      { 'Call Count': '1e308' },
      { 'Meeting Count': 'many' },
    ])
      expect(normaliseActivity({ ...good, ...odd }, '2026-03-28', all).ok).toBe(false);
  });

  test('that was cut, or is a page of something else, is none', () => {
    expect(linesOf('Report Refresh Date,User Id\r\n2026-03-30')).toBeNull();
    expect(linesOf('<html>sign in</html>')).toBeNull();
  });
});

test('people of other houses are never put on the list of accounts to be joined', async () => {
  const dataset = {
    ...makeTeamsDataset(0),
    users: [teamsUser(1), teamsUser(2, { userType: 'Guest' as const })],
  };
  const { server, connector } = await startTeams(dataset);
  const { accounts } = await readStream(connector, 'users');
  await server.close();
  expect(accounts.map(({ bot }) => bot)).toEqual([false, true]);
});

test('an empty page with a next link is no end', async () => {
  const dataset = makeTeamsDataset(0, 25);
  let emptied = 0;
  const { server, connector } = await startTeams(
    dataset,
    {
      ...systemHttp,
      fetch: async (...request) => {
        const answer = await fetch(...request);
        if (!String(request[0]).includes('skiptoken=10')) return answer;
        emptied += 1;
        const body = (await answer.json()) as object;
        return new Response(JSON.stringify({ ...body, value: [] }), { headers: answer.headers });
      },
    },
    { page_limit: 10 },
  );
  const { accounts } = await readStream(connector, 'users');
  await server.close();
  expect(emptied).toBe(1);
  expect(accounts).toHaveLength(15);
});

const folder = path.join(sharedData(), 'apis');
test.skipIf(!existsSync(folder))(
  'it asks for what Graph describes, and reads the columns that the report has',
  async () => {
    const { server, connector } = await startTeams(makeTeamsDataset(20));
    await connector.check(new AbortController().signal);
    await readEverything(connector);
    await server.close();
    const asked = server.requests.map(({ path: target }) => new URL(target, 'http://graph').pathname);
    const kinds = new Set(asked.map((target) => target.replace(/\d{4}-\d{2}-\d{2}/, '{date}')));
    expect([...kinds].sort()).toEqual([
      '/test-tenant/oauth2/v2.0/token',
      '/v1.0/reports/getTeamsUserActivityUserDetail(date={date})',
      '/v1.0/users',
    ]);
    const reports = readFileSync(path.join(folder, 'msgraph-reports.yaml'), 'utf8');
    expect(reports).toContain('getTeamsUserActivityUserDetail(date={date})');
    const header = readFileSync(path.join(folder, 'msgraph-teams-user-activity.header.csv'), 'utf8');
    const [names = []] = parse(header, { bom: true }) as string[][];
    const values = names.map((name) =>
      name === 'User Id'
        ? teamsUser(1).id
        : name.includes('Date')
          ? '2026-03-30'
          : name.includes('Name')
            ? 'x'
            : '1',
    );
    const [row] = linesOf(`${names.join(',')}\n${values.join(',')}\n`) ?? [];
    expect(row === undefined ? null : normaliseActivity(row, '2026-03-28', all)).toMatchObject({ ok: true });
  },
);
