import { expect, test } from 'vitest';
import { startJiraServer } from '#demo/vendors/jira-server.ts';
import { applyMutation, type VendorMutation } from '#demo/vendors/mutations.ts';
import { startJira } from '#tools/connectors/testing/benches.ts';
import { makeJiraDataset } from '#tools/connectors/testing/datasets.ts';

test('a change is told before it is answered, and doing it on a fresh copy gives the same, also twice', async () => {
  const dataset = makeJiraDataset(3);
  const log: VendorMutation[] = [];
  const server = await startJiraServer(dataset, {
    now: () => new Date('2026-03-31T12:00:00Z'),
    onChange: (mutation) => {
      log.push(structuredClone(mutation));
    },
  });
  const { email, token } = dataset.credentials;
  const headers = {
    authorization: `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`,
    'content-type': 'application/json',
  };
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${server.url}${path}`, { method, headers, body: JSON.stringify(body) });
  expect((await send('PUT', '/rest/api/3/issue/PAY-2/assignee', { accountId: 'acc-3' })).status).toBe(204);
  expect((await send('PUT', '/rest/api/3/issue/PAY-2/assignee', { accountId: 'acc-3' })).status).toBe(204);
  const body = { type: 'doc', version: 1, content: [] };
  expect((await send('POST', '/rest/api/3/issue/PAY-2/comment', { body })).status).toBe(201);
  await server.close();
  // An assignee who is one already changes nothing.
  expect(log.map(({ kind }) => kind)).toEqual(['assignee', 'comment']);
  const fresh = makeJiraDataset(3);
  for (const mutation of [...log, ...log]) applyMutation(fresh, structuredClone(mutation));
  expect(fresh).toEqual(dataset);
});

test('what Jira removed is gone, and what it cannot read is refused', async () => {
  const { server } = await startJira(makeJiraDataset(3));
  const authorization = `Basic ${Buffer.from('colleague-0@example.org:jira-test-token-3141').toString('base64')}`;
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await post('/rest/api/3/search', { jql: 'updated >= -1d' })).status).toBe(410);
  expect((await post('/rest/api/3/search/jql', { jql: '' })).status).toBe(400);
  expect((await post('/rest/api/3/search/jql', { jql: 'assignee = me' })).status).toBe(400);
  const bare = await post('/rest/api/3/search/jql', { jql: 'updated >= "1990-01-01 00:00"' });
  expect(await bare.json()).toMatchObject({ issues: [{ id: '10000' }, { id: '10001' }, { id: '10002' }] });
  await server.close();
});
