import { z } from 'zod';
import { isCleanId } from '#tools/text.ts';

/**
 * The parts of Jira's answers that we use, in the shapes of REST v3 (Cloud) and v2 (Server, Data Center, exports).
 * Written by hand and lenient: real payloads contradict Jira's own description (changelog items hold nulls where it
 * says string), unknown keys are dropped, and only what we read is checked.
 */
export const idText = z
  .union([z.string(), z.number().int()])
  .transform(String)
  .refine((text) => isCleanId(text), 'an id of 1 to 300 ordinary characters');

export const jiraUser = z.object({
  accountId: idText.nullish(),
  key: idText.nullish(),
  name: idText.nullish(),
  accountType: z.string().nullish(),
  displayName: z.string().nullish(),
  emailAddress: z.string().nullish(),
  active: z.boolean().nullish(),
  timeZone: z.string().nullish(),
});
export type JiraUserAnswer = z.infer<typeof jiraUser>;

/** Cloud has account ids; Server keys, which outlive a rename; old exports names only. */
export const accountIdOf = (user: JiraUserAnswer): string | null =>
  user.accountId ?? user.key ?? user.name ?? null;

const named = z.object({ id: idText.nullish(), name: z.string().nullish() });

export const jiraStatus = named.extend({
  statusCategory: z
    .object({ id: z.union([z.string(), z.number()]).nullish(), key: z.string().nullish() })
    .nullish(),
});
export type JiraStatusAnswer = z.infer<typeof jiraStatus>;

/** Where Jira leaves `toString` out, reading it would find JavaScript's method of that name: it gets another name. */
const renamedToString = (value: unknown): unknown =>
  value !== null && typeof value === 'object'
    ? { ...value, toText: Object.getOwnPropertyDescriptor(value, 'toString')?.value }
    : value;

const changedItem = z.preprocess(
  renamedToString,
  z
    .object({
      field: z.string().nullish(),
      fieldId: z.string().nullish(),
      from: z.string().nullish(),
      fromString: z.string().nullish(),
      to: z.string().nullish(),
      toText: z.string().nullish(),
    })
    .transform((item) => ({
      field: item.fieldId ?? item.field ?? '',
      name: item.field ?? '',
      from: item.from ?? null,
      from_text: item.fromString ?? null,
      to: item.to ?? null,
      to_text: item.toText ?? null,
    })),
);

export const jiraHistory = z.object({
  id: idText.nullish(),
  author: jiraUser.nullish(),
  /** The bulk changelog gives milliseconds. */
  created: z.union([z.string(), z.number()]),
  items: z.array(changedItem).nullish(),
});
export type JiraHistoryAnswer = z.infer<typeof jiraHistory>;

/** A hundred thousand hours, a working life: more on one issue is a slip, and would swamp every sum. */
const MAX_SECONDS = 100_000 * 3600;
const seconds = z.number().min(0).max(MAX_SECONDS).nullish();

export const jiraIssue = z.object({
  id: idText,
  key: idText,
  fields: z.object({
    summary: z.string().nullish(),
    project: z.object({ key: z.string().nullish(), name: z.string().nullish() }).nullish(),
    issuetype: named.nullish(),
    status: jiraStatus.nullish(),
    priority: named.nullish(),
    resolution: named.nullish(),
    assignee: jiraUser.nullish(),
    reporter: jiraUser.nullish(),
    created: z.string(),
    updated: z.string().nullish(),
    resolutiondate: z.string().nullish(),
    statuscategorychangedate: z.string().nullish(),
    duedate: z.string().nullish(),
    timeestimate: seconds,
    timeoriginalestimate: seconds,
    timespent: seconds,
    labels: z.array(z.string()).nullish(),
    components: z.array(named).nullish(),
    comment: z
      .object({ total: z.number().int().min(0).nullish(), comments: z.array(z.unknown()).nullish() })
      .nullish(),
    parent: z.object({ key: z.string().nullish() }).nullish(),
    epic: z.object({ key: z.string().nullish() }).nullish(),
    /** Jira Software's own REST API tells it by this name; the platform's by a custom field. */
    flagged: z.boolean().nullish(),
  }),
  changelog: z
    .object({
      total: z.number().int().nullish(),
      maxResults: z.number().int().nullish(),
      histories: z.array(jiraHistory).nullish(),
    })
    .nullish(),
});
export type JiraIssueAnswer = z.infer<typeof jiraIssue>;

export const searchAnswer = z.object({
  issues: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
});

export const bulkChangelogAnswer = z.object({
  issueChangeLogs: z
    .array(z.object({ issueId: idText, changeHistories: z.array(z.unknown()).nullish() }))
    .nullish(),
  nextPageToken: z.string().nullish(),
});

export const countAnswer = z.object({ count: z.number().int().min(0) });

export const myselfAnswer = z.object({
  accountId: idText.nullish(),
  emailAddress: z.string().nullish(),
  displayName: z.string().nullish(),
  timeZone: z.string().nullish(),
});

export const fieldsAnswer = z.array(z.object({ id: z.string(), name: z.string().nullish() }));

export const commentAnswer = z.object({
  id: idText,
  body: z.unknown(),
  created: z.string().nullish(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
});
export const commentsAnswer = z.object({
  comments: z.array(commentAnswer),
  total: z.number().int().nullish(),
});
