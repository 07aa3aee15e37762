import { z } from 'zod';
import {
  accepted,
  describeFault,
  idOf,
  type Normalised,
  type NormalisedAccount,
  refused,
} from '#tools/connectors/normalised.ts';
import { parseInstant } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';
import type { ReportEntry } from './api.ts';

const id = z.number().int().nonnegative().transform(String);

/** The parts of Toggl's answers that we use. */
const togglUser = z.object({
  user_id: id.nullish(),
  uid: id.nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  active: z.boolean().nullish(),
  inactive: z.boolean().nullish(),
  timezone: z.string().nullish(),
});

const togglRow = z.object({
  user_id: id,
  description: z.string().nullish(),
  project_name: z.string().nullish(),
  task_name: z.string().nullish(),
  billable: z.boolean().nullish(),
});
const togglEntry = z.object({
  id,
  seconds: z.number().nullish(),
  start: z.string(),
  stop: z.string().nullish(),
  at: z.string(),
});

/** How issue trackers write a key. Longer runs of text are not searched. */
const keyPattern = /\b[A-Z][A-Z0-9_]{1,19}-\d{1,9}\b/;
const MAX_SEARCHED = 2000;

/** The person's account, which is not the membership's `id`. */
export function normaliseUser(raw: unknown, bots: ReadonlySet<string>): NormalisedAccount {
  const parsed = togglUser.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const user = parsed.data;
  const account = user.user_id ?? user.uid ?? null;
  if (account === null) return refused(idOf(raw), 'user_id: missing');
  return {
    ok: true,
    account: {
      account,
      display_name: cleanName(user.name),
      email: cleanName(user.email, 320)?.toLowerCase() ?? null,
      active: (user.active ?? true) && user.inactive !== true,
      bot: bots.has(account),
      time_zone: cleanName(user.timezone, 100),
    },
  };
}

/**
 * The day on which it was where the person is: a report writes moments in the zone of whoever asks. Where that zone
 * isn't known, the day as it is written.
 */
function dayOf(start: string, instant: string, zone: string | null): string {
  if (zone === null) return start.slice(0, 10);
  try {
    // The Swedish way to write a day is ISO's.
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(instant));
  } catch {
    return start.slice(0, 10);
  }
}

export interface EntryQuestion {
  fields: ReadonlySet<string>;
  zoneOf(account: string): string | null;
}

/** One entry of the report; or why not. A timer that runs has negative seconds and no end: its hours are 0. */
export function normaliseEntry({ entry, row }: ReportEntry, { fields, zoneOf }: EntryQuestion): Normalised {
  const [told, about] = [togglEntry.safeParse(entry), togglRow.safeParse(row)];
  if (!told.success) return refused(idOf(entry), describeFault(told.error));
  if (!about.success) return refused(told.data.id, describeFault(about.error));
  const { id: key, seconds, start, at } = told.data;
  const [from, changed] = [parseInstant(start), parseInstant(at)];
  if (from === null) return refused(key, 'start: not an instant within 1990–2100');
  if (changed === null) return refused(key, 'at: not an instant within 1990–2100');
  const running = (seconds ?? 0) < 0 || (told.data.stop ?? null) === null;
  if (!running && (seconds === null || seconds === undefined)) return refused(key, 'seconds: missing');
  const { user_id: account, description, project_name, task_name, billable } = about.data;
  return accepted({
    external_id: key,
    account,
    updated_at: changed,
    deleted: false,
    payload: {
      kind: 'time_entry',
      account,
      spent_on: dayOf(start, from, zoneOf(account)),
      hours: running ? 0 : Math.round(((seconds ?? 0) / 3600) * 10_000) / 10_000,
      project: fields.has('project') ? cleanName(project_name) : null,
      task: fields.has('task') ? cleanName(task_name) : null,
      work_item_key: fields.has('work_item_key')
        ? (keyPattern.exec((description ?? '').slice(0, MAX_SEARCHED))?.[0] ?? null)
        : null,
      billable: billable ?? null,
      running,
      created_at: null,
      updated_at: changed,
    },
  });
}
