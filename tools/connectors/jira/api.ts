import type { z } from 'zod';
import { SourceError } from '#domain/errors.ts';
import { describeFault } from '#tools/connectors/normalised.ts';
import type { HttpClient, HttpRequest } from '#tools/http/client.ts';
import { fieldsAnswer, jiraStatus, myselfAnswer } from './answers.ts';
import { makeStatusLexiconBuilder, type StatusLexicon } from './status.ts';

/** Jira's answers, parsed. */
export interface JiraApi {
  readonly host: string;
  /** @throws SourceError `source-answer-invalid` when the answer has another shape. */
  get<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<z.infer<Schema>>;
  /** Like `get`; null for a 404. */
  find<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): Promise<z.infer<Schema> | null>;
  /** A POST that only asks, and may be repeated. */
  ask<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    body: unknown,
    signal: AbortSignal,
  ): Promise<z.infer<Schema>>;
  /** A write, sent once. */
  write(method: 'POST' | 'PUT', path: string, body: unknown, signal: AbortSignal): Promise<unknown>;
}

export function makeJiraApi(http: HttpClient): JiraApi {
  const parse = <Schema extends z.ZodType>(schema: Schema, path: string, json: unknown): z.infer<Schema> => {
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new SourceError(
      'source-answer-invalid',
      `${http.host}: ${path}: the answer is not what Jira describes: ${describeFault(parsed.error)}.`,
      { host: http.host, path },
    );
  };
  const request = async (request: HttpRequest) => (await http.request(request)).json;
  return {
    host: http.host,
    get: async (schema, path, query, signal) =>
      parse(schema, path, await request({ method: 'GET', path, query, signal })),
    find: async (schema, path, query, signal) => {
      const answer = await http.request({ method: 'GET', path, query, accept: [404], signal });
      return answer.status === 404 ? null : parse(schema, path, answer.json);
    },
    ask: async (schema, path, body, signal) =>
      parse(schema, path, await request({ method: 'POST', path, body, safe: true, signal })),
    write: (method, path, body, signal) => request({ method, path, body, signal }),
  };
}

/** What one read needs to know of this Jira, asked once. */
export interface JiraSite {
  account: string | null;
  display_name: string | null;
  time_zone: string | null;
  statuses: StatusLexicon;
  flagged_field: string | null;
}

export const readMyself = (api: JiraApi, signal: AbortSignal): Promise<z.infer<typeof myselfAnswer>> =>
  api.get(myselfAnswer, '/rest/api/3/myself', {}, signal);

export async function readSite(api: JiraApi, signal: AbortSignal): Promise<JiraSite> {
  const myself = await readMyself(api, signal);
  const statuses = await api.get(jiraStatus.array(), '/rest/api/3/status', {}, signal);
  const fields = await api.get(fieldsAnswer, '/rest/api/3/field', {}, signal);
  const lexicon = makeStatusLexiconBuilder();
  for (const status of statuses) lexicon.add(status);
  return {
    account: myself.accountId ?? null,
    display_name: myself.displayName ?? null,
    time_zone: myself.timeZone ?? null,
    statuses: lexicon.build(),
    flagged_field: fields.find(({ name }) => name === 'Flagged')?.id ?? null,
  };
}

/** Which of Jira's fields each entry of the policy's list stands for. */
const fieldsByPolicy: Record<string, readonly string[]> = {
  title: ['summary'],
  labels: ['labels'],
  components: ['components'],
  priority: ['priority'],
  due_on: ['duedate'],
  estimates: ['timeestimate', 'timeoriginalestimate', 'timespent'],
  comment_count: ['comment'],
};

/** Without these there is no work item at all. */
const requiredFields = [
  'project',
  'issuetype',
  'status',
  'resolution',
  'resolutiondate',
  'statuscategorychangedate',
  'assignee',
  'reporter',
  'created',
  'updated',
  'parent',
];

/**
 * The fields to ask for: what policy lists, and no more. Where comments are counted their texts come along, because Jira
 * has no field of the number alone; they are not looked at.
 */
export function wantedFields(policyFields: ReadonlySet<string>, flaggedField: string | null): string[] {
  const listed = Object.entries(fieldsByPolicy)
    .filter(([name]) => policyFields.has(name))
    .flatMap(([, fields]) => fields);
  return [...requiredFields, ...listed, ...(flaggedField === null ? [] : [flaggedField])];
}
