import type { JiraDataset, JiraIssue } from './datasets.ts';

/** Entries of a changelog that Jira embeds in an issue; the rest is had by the bulk request. */
export const EMBEDDED_HISTORIES = 40;

const own = (record: Record<string, unknown>, name: string): unknown =>
  Object.getOwnPropertyDescriptor(record, name)?.value;

/** The comment field lists at most the first 20 comments and their total. */
function shownField(name: string, value: unknown): unknown {
  if (name !== 'comment' || value === null || typeof value !== 'object' || !('comments' in value))
    return value;
  const comments = Array.isArray(value.comments) ? value.comments : [];
  const shown = comments.slice(0, 20).map((comment: Record<string, unknown>) => {
    const { properties: _properties, ...rest } = comment;
    return rest;
  });
  return { comments: shown, maxResults: 20, total: comments.length, startAt: 0 };
}

/**
 * An issue as an answer shows it. Search gives the id alone unless fields are named; `*all` gives every one. The
 * changelog comes newest first and is cut.
 */
export function showIssue(
  issue: JiraIssue,
  fields: readonly string[],
  expand: string,
  base: string,
): unknown {
  const self = `${base}/rest/api/3/issue/${issue.id}`;
  const all = fields.includes('*all');
  const names = all ? Object.keys(issue.fields) : fields.filter((name) => Object.hasOwn(issue.fields, name));
  const idOnly = fields.length === 0 || (fields.length === 1 && fields[0] === 'id');
  if (idOnly) return { id: issue.id };
  const histories = issue.changelog.histories.toReversed().slice(0, EMBEDDED_HISTORIES);
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self,
    key: issue.key,
    ...(expand.split(',').includes('changelog')
      ? {
          changelog: {
            startAt: 0,
            maxResults: EMBEDDED_HISTORIES,
            // What was left out isn't counted.
            total: histories.length,
            histories,
          },
        }
      : {}),
    fields: Object.fromEntries(names.map((name) => [name, shownField(name, own(issue.fields, name))])),
  };
}

/** The comments that the issue carries, as a list that may be added to. */
export function commentsOf(issue: JiraIssue): Record<string, unknown>[] {
  const field = issue.fields.comment;
  const comments = field !== null && typeof field === 'object' && 'comments' in field ? field.comments : null;
  return Array.isArray(comments) ? comments : [];
}

export const findIssue = (dataset: JiraDataset, idOrKey: string): JiraIssue | undefined =>
  dataset.issues.find((issue) => issue.id === idOrKey || issue.key === idOrKey);
