import { z } from 'zod';
import type { Connector, Source } from '#domain/source.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { readWindow } from '#tools/connectors/window.ts';
import { executeMonday, mondayActions, mondayWrite, precheckMonday } from './actions.ts';
import type { MondayApi } from './api.ts';
import { itemsSince } from './items.ts';
import { usersPages } from './lists.ts';
import type { ColumnRoles } from './normalise.ts';
import { meQuery } from './queries.ts';

export const mondayStreams = ['users', 'items'] as const;

const meAnswer = z.object({
  me: z.object({ id: z.string(), name: z.string().nullish(), email: z.string().nullish() }),
});

export interface MondayConnectorDeps {
  source: Source;
  api: MondayApi;
  /** Ids; empty for every board that isn't deleted. */
  boards: readonly string[];
  /** Columns that the source's settings name. */
  columns: Partial<ColumnRoles>;
  /** `source_fields.monday` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** monday.com by its GraphQL API, both ways. Deletions are not told by its lists: a full read is what shows them. */
export function makeMondayConnector(deps: MondayConnectorDeps): Connector {
  const { source, api, boards, columns, fields, now } = deps;
  return {
    vendor: 'monday',
    relists: { items: { kind: 'work_item' } },
    effect: 'read_write',
    streams: mondayStreams,
    actions: mondayActions,
    check: async (signal) => {
      const { me } = await api.ask(meAnswer, meQuery, {}, signal);
      return { account: me.email ?? me.name ?? me.id };
    },
    read: (stream, cursor, signal) => {
      const known = mondayStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, mondayStreams);
      const question = { api, boards, columns, fields: new Set(fields), now, signal };
      return readWindow({ cursor, now }, (since, done) =>
        known === 'users' ? usersPages(question, since) : itemsSince(question, since, done),
      );
    },
    precheck: (action, effectKey, signal) => precheckMonday(api, columns, action, effectKey, signal),
    // Board and column of the item are asked for when it is carried out.
    preview: (action, effectKey) => [
      { method: 'POST', path: '/v2', body: mondayWrite(action, effectKey, null) },
    ],
    execute: (action, effectKey, signal) => executeMonday(api, columns, action, effectKey, now, signal),
  };
}
