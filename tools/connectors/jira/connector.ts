import { z } from 'zod';
import { SystemError } from '#domain/errors.ts';
import type { Connector, Source } from '#domain/source.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { executeJira, jiraActions, jiraWrite, precheckJira } from './actions.ts';
import { makeJiraApi, readMyself } from './api.ts';
import { readIssues } from './issues.ts';
import { readUsers } from './users.ts';

export const jiraStreams = ['users', 'issues'] as const;

const jiraSettings = z.object({ project_keys: z.array(z.string()).optional() });

export interface JiraConnectorDeps {
  source: Source;
  http: HttpClient;
  /** `source_fields.jira` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** Jira Cloud by its REST API v3, both ways. */
export function makeJiraConnector({ source, http, fields, now }: JiraConnectorDeps): Connector {
  const settings = jiraSettings.safeParse(source.settings);
  if (!settings.success)
    throw new SystemError(
      'config-invalid',
      `Source ${source.name}: the setting project_keys is not valid. Valid: a list of project keys, or none for all.`,
      { source: source.name, setting: 'project_keys' },
    );
  const api = makeJiraApi(http);
  const options = {
    policy_fields: new Set(fields),
    project_keys: settings.data.project_keys ?? [],
    now,
  };
  return {
    vendor: 'jira',
    relists: { issues: { kind: 'work_item' } },
    effect: 'read_write',
    streams: jiraStreams,
    actions: jiraActions,
    check: async (signal) => {
      const myself = await readMyself(api, signal);
      return { account: myself.emailAddress ?? myself.displayName ?? myself.accountId ?? 'unknown' };
    },
    read: (stream, cursor, signal) => {
      if (stream === 'users') return readUsers(api, now, signal);
      if (stream === 'issues') return readIssues(api, options, cursor, signal);
      throw unknownStream(source.name, stream, jiraStreams);
    },
    precheck: (action, effectKey, signal) => precheckJira(api, action, effectKey, signal),
    preview: (action, effectKey) => [jiraWrite(action, effectKey)],
    execute: (action, effectKey, signal) => executeJira(api, action, effectKey, now, signal),
  };
}
