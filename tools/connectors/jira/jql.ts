import { SystemError } from '#domain/errors.ts';

/** Before Jira existed: the start of a full read. JQL must name some bound. */
const BEGINNING = '1990-01-01 00:00';

/** Furthest that a time zone lies behind UTC, in ms. */
const FURTHEST_BEHIND_UTC_MS = 12 * 3_600_000;

/**
 * An instant as JQL wants it: minutes, in the time zone of the account that asks. In another zone the same words
 * would mean another moment, and changes of hours would be passed over. Of an hour that comes twice in autumn Jira
 * takes the first, which reads more, never less. With an unknown zone the furthest behind UTC is assumed, for the
 * same reason.
 */
export function jqlInstant(instant: number, timeZone: string | null): string {
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : null;
  const at = new Date(zone === null ? instant - FURTHEST_BEHIND_UTC_MS : instant);
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone ?? 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export interface IssueWindow {
  /** Milliseconds; null reads everything. */
  since: number | null;
  /** Milliseconds; left out, the window has no end. */
  until?: number;
  time_zone: string | null;
  project_keys: readonly string[];
}

/** The condition of a window. Project keys are checked, so that a setting can't become other JQL. */
export function windowJql(window: IssueWindow): string {
  const wrong = window.project_keys.find((key) => !/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(key));
  if (wrong !== undefined)
    throw new SystemError(
      'config-invalid',
      `The Jira setting project_keys holds ${JSON.stringify(wrong.slice(0, 80))}. Valid: project keys such as PAY.`,
      { setting: 'project_keys' },
    );
  const projects =
    window.project_keys.length === 0
      ? ''
      : `project in (${window.project_keys.map((key) => `"${key}"`).join(', ')}) AND `;
  const since = window.since === null ? BEGINNING : jqlInstant(window.since, window.time_zone);
  const until =
    window.until === undefined ? '' : ` AND updated < "${jqlInstant(window.until, window.time_zone)}"`;
  return `${projects}updated >= "${since}"${until}`;
}

/** Oldest change first, so that what changes while we read comes again at the end instead of pushing others away. */
export const orderedJql = (condition: string): string => `${condition} ORDER BY updated ASC, key ASC`;
