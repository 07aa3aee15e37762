import type { Connector, Source } from '#domain/source.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { readWindow } from '#tools/connectors/window.ts';
import { cleanName } from '#tools/text.ts';
import { call } from './api.ts';
import { type CountingDeps, makeCounting } from './counting.ts';
import { userPages } from './people.ts';

export const slackStreams = ['users', 'activity'] as const;

/** Late answers to old threads and days of far time zones: two whole days are counted again at each read. */
const OVERLAP_MS = 2 * 86_400_000;

/** Slack by its Web API: who there is, and how much each wrote when. Never what. Read only. */
export function makeSlackConnector({ source, ...deps }: CountingDeps & { source: Source }): Connector {
  const { http, now } = deps;
  const activityPages = makeCounting(deps);
  return {
    vendor: 'slack',
    ...readOnly(source, 'Slack'),
    streams: slackStreams,
    check: async (signal) => {
      const answer = await call(http, 'auth.test', {}, signal);
      return { account: cleanName(typeof answer.user === 'string' ? answer.user : null) ?? 'an app' };
    },
    read: (stream, cursor, signal) => {
      const known = slackStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, slackStreams);
      return readWindow({ cursor, now, overlap_ms: OVERLAP_MS }, (since, done) =>
        known === 'users' ? userPages(http, signal) : activityPages(since, done, signal),
      );
    },
  };
}
