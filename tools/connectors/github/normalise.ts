import type { SourceAccount } from '#domain/record.ts';
import {
  accepted,
  describeFault,
  idOf,
  type Normalised,
  type NormalisedAccount,
  refused,
} from '#tools/connectors/normalised.ts';
import { parseInstant } from '#tools/instant.ts';
import { cleanName, TITLE_CAP } from '#tools/text.ts';
import { type GithubAccount, type GithubIssueAnswer, githubIssue, githubProfile } from './answers.ts';
import { historyOf, saysAtWork, saysBlocked } from './history.ts';

export const accountOf = (account: GithubAccount | null | undefined): string | null =>
  account ? String(account.id) : null;

/** Apps write as `name[bot]`; a mannequin stands for somebody who was imported and never signed in. */
const isBot = ({ type, login }: GithubAccount): boolean =>
  type === 'Bot' || type === 'Mannequin' || (login ?? '').endsWith('[bot]');

/** Both instants of a record; or which of them is wrong. */
export function stampsOf(raw: {
  created_at: string;
  updated_at: string;
}): { ok: true; created_at: string; updated_at: string } | { ok: false; reason: string } {
  const created = parseInstant(raw.created_at);
  const updated = parseInstant(raw.updated_at);
  if (created !== null && updated !== null) return { ok: true, created_at: created, updated_at: updated };
  const wrong = created === null ? 'created_at' : 'updated_at';
  return { ok: false, reason: `${wrong}: not an instant with a time zone within 1990–2100` };
}

export const instantOrNull = (value: string | null | undefined): string | null =>
  value ? parseInstant(value) : null;

/** A person or an app. The e-mail is there only where somebody shows it to everybody. */
export function normaliseUser(raw: unknown): NormalisedAccount {
  const parsed = githubProfile.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const user = parsed.data;
  const account: SourceAccount = {
    account: String(user.id),
    display_name: cleanName(user.name) ?? cleanName(user.login),
    email: cleanName(user.email, 320)?.toLowerCase() ?? null,
    active: true,
    bot: isBot(user),
    time_zone: null,
  };
  return { ok: true, account };
}

const labelNames = (issue: GithubIssueAnswer): string[] =>
  (issue.labels ?? []).flatMap((label) => {
    const name = cleanName(typeof label === 'string' ? label : label.name, 100);
    return name === null ? [] : [name];
  });

export interface IssueQuestion {
  /** `owner/repository` */
  repository: string;
  fields: ReadonlySet<string>;
  /** Its timeline; null where it wasn't read. */
  events: readonly unknown[] | null;
}

/**
 * An issue as a work item, keyed `owner/repository#12`; or why not. Issues can have ten assignees: it is counted for
 * the first, as GitHub's own `assignee` does.
 */
export function normaliseIssue(raw: unknown, { repository, fields, events }: IssueQuestion): Normalised {
  const parsed = githubIssue.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const issue = parsed.data;
  const stamps = stampsOf(issue);
  if (!stamps.ok) return refused(String(issue.id), stamps.reason);
  const labels = labelNames(issue);
  const closed = issue.state === 'closed';
  const open = labels.some((label) => saysAtWork(label)) ? 'in_progress' : 'to_do';
  const due = instantOrNull(issue.milestone?.due_on)?.slice(0, 10) ?? null;
  const comments = issue.comments ?? null;
  const assignee = accountOf(issue.assignees?.[0] ?? issue.assignee);
  return accepted({
    external_id: `issue:${issue.id}`,
    account: assignee,
    updated_at: stamps.updated_at,
    deleted: false,
    payload: {
      kind: 'work_item',
      key: `${repository}#${issue.number}`,
      title: fields.has('title') ? cleanName(issue.title, TITLE_CAP) : null,
      project: repository,
      type: cleanName(issue.type?.name),
      status: cleanName(closed && issue.state_reason ? `closed, ${issue.state_reason}` : issue.state),
      status_category: closed ? 'done' : open,
      priority: null,
      priority_rank: null,
      assignee,
      reporter: accountOf(issue.user),
      created_at: stamps.created_at,
      updated_at: stamps.updated_at,
      resolved_at: closed ? instantOrNull(issue.closed_at) : null,
      due_on: fields.has('due_on') ? due : null,
      estimate_hours: null,
      remaining_hours: null,
      spent_hours: null,
      labels: fields.has('labels') ? labels : [],
      components: [],
      blocked: !closed && labels.some((label) => saysBlocked(label)),
      comment_count:
        fields.has('comment_count') && comments !== null && Number.isInteger(comments) && comments >= 0
          ? comments
          : null,
      parent_key: null,
      ...historyOf(events ?? []),
      history_known: events !== null,
    },
  });
}
