import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import type { Connector, Source } from '#domain/source.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { readWindow, type WindowPage } from '#tools/connectors/window.ts';
import { executeGithub, githubActions, githubWrite, precheckGithub } from './actions.ts';
import type { GithubApi } from './api.ts';
import { deploymentsSince, type GithubQuestion, issuesSince, people, pullsSince } from './streams.ts';

export const githubStreams = ['users', 'issues', 'pull_requests', 'deployments'] as const;

export interface GithubConnectorDeps {
  source: Source;
  /** For actions and checks. */
  api: GithubApi;
  /** The same for reading, which leaves a part of the hour's requests to others. */
  reading: GithubApi;
  /** `owner/repository` each. */
  repositories: readonly string[];
  /** Whose members are read as people; null for whoever issues can be assigned to. */
  organisation: string | null;
  /** `source_fields.github` of the policy. */
  fields: readonly string[];
  now(): string;
}

type Reader = (
  question: GithubQuestion,
  since: string | null,
  done: JsonValue | null,
) => AsyncIterable<WindowPage>;

const readers: Readonly<Record<(typeof githubStreams)[number], Reader>> = {
  users: people,
  issues: issuesSince,
  pull_requests: pullsSince,
  deployments: deploymentsSince,
};

/** GitHub by its REST API, both ways: issues, pull requests with their reviews, deployments. */
export function makeGithubConnector(deps: GithubConnectorDeps): Connector {
  const { source, api, reading, repositories, organisation, fields, now } = deps;
  return {
    vendor: 'github',
    relists: { issues: { kind: 'work_item' } },
    effect: 'read_write',
    streams: githubStreams,
    actions: githubActions,
    check: async (signal) => {
      const viewer = await api.viewer(signal);
      if (viewer !== null) return { account: viewer.login ?? String(viewer.id) };
      await api.get(z.unknown(), '/rate_limit', signal);
      return { account: 'an app’s installation' };
    },
    read: (stream, cursor, signal) => {
      const known = githubStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, githubStreams);
      const question = { api: reading, repositories, organisation, fields: new Set(fields), now, signal };
      return readWindow({ cursor, now }, (since, done) => readers[known](question, since, done));
    },
    precheck: (action, effectKey, signal) => precheckGithub(api, action, effectKey, signal),
    preview: (action, effectKey) => [
      // Which login the account has is asked for when it is carried out.
      githubWrite(
        action,
        effectKey,
        action.kind === 'reassign_work_item' ? [`login of account ${action.to_account}`] : [],
      ),
    ],
    execute: (action, effectKey, signal) => executeGithub(api, action, effectKey, now, signal),
  };
}
