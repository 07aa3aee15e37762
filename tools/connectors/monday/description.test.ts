import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedData } from '#tools/connectors/testing/api-description.ts';
import { readGraphqlSchema } from '#tools/connectors/testing/graphql-schema.ts';
import { makeMondayDataset, startMonday } from '#tools/connectors/testing/monday.ts';
import { everyQuery } from './queries.ts';

const file = path.join(sharedData(), 'apis', 'monday.graphql');
const { signal } = new AbortController();

// The slice holds what can be asked; changes (change_column_value, create_update) are not in it.
describe.skipIf(!existsSync(file))(`every query fits monday.com's own schema (${file})`, () => {
  test.each(everyQuery.map((query) => [/^query (\w+)/.exec(query)?.[1], query]))(
    '%s',
    (_name, query = '') => {
      expect(readGraphqlSchema(file).faultsOf(query)).toEqual([]);
    },
  );

  test('and what is sent while reading is one of them', async () => {
    const { server, connector } = await startMonday(makeMondayDataset(250), undefined, { settings: {} });
    await connector.check(signal);
    for (const stream of connector.streams)
      for await (const page of connector.read(stream, null, signal)) expect(page.faults).toEqual([]);
    await server.close();
    const sent = server.requests.map(({ body }) => JSON.stringify(body));
    expect(sent.length).toBeGreaterThan(6);
    for (const body of sent)
      expect(everyQuery.some((query) => body.includes(JSON.stringify(query).slice(1, -1)))).toBe(true);
  });

  test('and the check would notice', () => {
    const schema = readGraphqlSchema(file);
    const wrong = 'query Q { users(limit: 1, since: 3) { id is_admin } boards { items { id } } }';
    expect(schema.faultsOf(wrong).slice(0, 3)).toEqual([
      'Query.users takes no since',
      'User has no field is_admin',
      'Board has no field items',
    ]);
  });
});
