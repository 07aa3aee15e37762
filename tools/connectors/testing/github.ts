import type {
  GithubDataset,
  GithubDeployment,
  GithubIssue,
  GithubPull,
  GithubReview,
  GithubUser,
} from '#demo/vendors/github-dataset.ts';
import { type GithubServerOptions, startGithubServer } from '#demo/vendors/github-server.ts';
import { policyPreset } from '#domain/policy.ts';
import type { Connector } from '#domain/source.ts';
import { makeConnector } from '#tools/connectors/registry.ts';
import { type HttpDeps, systemHttp } from '#tools/http/client.ts';
import { testClock, testSource } from './benches.ts';
import { TEST_NOW } from './datasets.ts';

export const REPOSITORY = 'capstan/ledger';
/** Stands in every text that must not be kept. */
export const GITHUB_SECRET_TEXT = 'nobody may read this sentence';

const at = (index: number, hour: number): string =>
  new Date(Date.UTC(2026, 0, 5 + (index % 80), hour, index % 60)).toISOString().replace('.000Z', 'Z');

export const githubUser = (index: number): GithubUser => ({
  id: 500 + index,
  login: index === 9 ? 'quay-robot[bot]' : `colleague-${index}`,
  type: index === 9 ? 'Bot' : 'User',
  name: index === 9 ? null : `Colleague ${index}`,
  // Most people show no address.
  email: index % 3 === 0 ? `colleague-${index}@example.org` : null,
});

export function githubIssue(index: number): GithubIssue {
  const closed = index % 2 === 0;
  return {
    id: 9_000_000 + index,
    number: index + 1,
    repository: REPOSITORY,
    title: `Ledger entry ${index}`,
    body: GITHUB_SECRET_TEXT,
    state: closed ? 'closed' : 'open',
    state_reason: closed ? 'completed' : null,
    user: githubUser(6),
    assignee: githubUser(index % 5),
    assignees: [githubUser(index % 5)],
    labels: [{ id: 1, name: 'in progress', color: 'ededed' }],
    milestone: { number: 1, title: 'Spring', due_on: '2026-04-10T07:00:00Z' },
    comments: 2,
    created_at: at(index, 8),
    updated_at: at(index, 16),
    closed_at: closed ? at(index, 15) : null,
  };
}

export function githubPull(index: number): GithubPull {
  return {
    id: 8_000_000 + index,
    number: 5001 + index,
    repository: REPOSITORY,
    title: `Change ${index}`,
    body: GITHUB_SECRET_TEXT,
    state: 'closed',
    draft: false,
    // A deleted account and a deleted fork.
    user: index === 3 ? null : githubUser(index % 5),
    head: { ref: 'topic', repo: index === 3 ? null : { full_name: REPOSITORY } },
    created_at: at(index, 8),
    updated_at: at(index, 16),
    closed_at: at(index, 15),
    merged_at: index % 4 === 1 ? null : at(index, 15),
    additions: 40 + index,
    deletions: index,
    changed_files: 3,
  };
}

const review = (index: number, pull: GithubPull): GithubReview => ({
  id: 7_000_000 + index,
  pull_id: pull.id,
  user: githubUser((index + 1) % 5),
  body: GITHUB_SECRET_TEXT,
  state: 'APPROVED',
  submitted_at: pull.created_at.replace('T08', 'T10'),
});

const deployment = (index: number): GithubDeployment => ({
  id: 6_000_000 + index,
  repository: REPOSITORY,
  environment: index % 2 === 0 ? 'Production' : 'staging',
  production_environment: false,
  creator: githubUser(9),
  created_at: at(index, 12),
  updated_at: at(index, 12),
  statuses: [
    {
      id: 2,
      state: index === 1 ? 'failure' : 'success',
      created_at: at(index, 13),
      description: GITHUB_SECRET_TEXT,
    },
    { id: 1, state: 'in_progress', created_at: at(index, 12), description: GITHUB_SECRET_TEXT },
  ],
});

export function makeGithubDataset(issues: number, pulls = 12): GithubDataset {
  const changes = Array.from({ length: pulls }, (_, index) => githubPull(index));
  return {
    credentials: { token: 'github-test-token-5772' },
    organisation: 'capstan',
    repositories: [REPOSITORY],
    viewer: { id: 499, login: 'fairlead', type: 'User', name: 'Fairlead', email: null },
    users: Array.from({ length: 10 }, (_, index) => githubUser(index)),
    issues: Array.from({ length: issues }, (_, index) => githubIssue(index)),
    pulls: changes,
    reviews: changes.map((pull, index) => review(index, pull)),
    deployments: Array.from({ length: 4 }, (_, index) => deployment(index)),
    comments: [],
    events: [],
  };
}

const fieldsOf = (): string[] => policyPreset('dynamic').source_fields.github ?? [];

/** A simulated GitHub over the data set, and a connector to it. */
export async function startGithub(
  dataset: GithubDataset,
  http: HttpDeps = systemHttp,
  options: GithubServerOptions & { fields?: string[]; organisation?: string | null } = {},
) {
  const server = await startGithubServer(dataset, { now: () => new Date(TEST_NOW), ...options });
  const source = {
    ...testSource('github', server.url),
    settings: { repositories: dataset.repositories, organisation: options.organisation ?? null },
  };
  const fields = options.fields ?? fieldsOf();
  const connect = (token: string): Connector =>
    makeConnector({ source, credentials: { token }, fields, clock: testClock, http });
  return {
    server,
    source,
    connector: connect(dataset.credentials.token),
    stranger: connect('wrong-token-1618'),
  };
}
