import { z } from 'zod';
import {
  accepted,
  describeFault,
  idOf,
  type Normalised,
  type NormalisedAccount,
  refused,
} from '#tools/connectors/normalised.ts';
import { isDay, parseInstant } from '#tools/instant.ts';
import { cleanName } from '#tools/text.ts';

const id = z.number().int().nonnegative().transform(String);
const named = z.object({ name: z.string().nullish() });

/** The parts of Harvest's answers that we use. */
const harvestUser = z.object({
  id,
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  email: z.string().nullish(),
  is_active: z.boolean().nullish(),
  timezone: z.string().nullish(),
  updated_at: z.string().nullish(),
});

const harvestTimeEntry = z.object({
  id,
  spent_date: z.string(),
  hours: z.number().nullish(),
  notes: z.string().nullish(),
  is_running: z.boolean().nullish(),
  billable: z.boolean().nullish(),
  user: z.object({ id }),
  project: named.nullish(),
  task: named.nullish(),
  external_reference: z
    .object({ id: z.union([z.string(), z.number()]).nullish(), permalink: z.string().nullish() })
    .nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string(),
});

/** How issue trackers write a key. Longer runs of text are not searched: notes can be pages. */
const keyPattern = /\b[A-Z][A-Z0-9_]{1,19}-\d{1,9}\b/;
const MAX_NOTES_SEARCHED = 2000;

export function normaliseUser(raw: unknown): NormalisedAccount {
  const parsed = harvestUser.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const user = parsed.data;
  return {
    ok: true,
    account: {
      account: user.id,
      display_name: cleanName([user.first_name, user.last_name].filter(Boolean).join(' ')),
      email: cleanName(user.email, 320)?.toLowerCase() ?? null,
      active: user.is_active ?? true,
      bot: false,
      time_zone: cleanName(user.timezone, 100),
    },
  };
}

/** Key of the work item that an entry names: by its link, else in its notes. The notes themselves are never kept. */
function workItemKey(entry: z.infer<typeof harvestTimeEntry>): string | null {
  const reference = entry.external_reference;
  const candidates = [
    reference?.id === null || reference?.id === undefined ? '' : String(reference.id),
    reference?.permalink ?? '',
    entry.notes ?? '',
  ];
  for (const text of candidates) {
    const found = keyPattern.exec(text.slice(0, MAX_NOTES_SEARCHED));
    if (found) return found[0];
  }
  return null;
}

/** One time entry; or why not. A running timer goes on counting, so its hours are 0 until it stops. */
export function normaliseTimeEntry(raw: unknown, fields: ReadonlySet<string>): Normalised {
  const refuse = (reason: string): Normalised => refused(idOf(raw), reason);
  const parsed = harvestTimeEntry.safeParse(raw);
  if (!parsed.success) return refuse(describeFault(parsed.error));
  const entry = parsed.data;
  const updatedAt = parseInstant(entry.updated_at);
  const createdAt = entry.created_at ? parseInstant(entry.created_at) : null;
  if (!isDay(entry.spent_date)) return refuse('spent_date: not a day as YYYY-MM-DD within 1990–2100');
  if (updatedAt === null) return refuse('updated_at: not an instant with a time zone within 1990–2100');
  if (entry.created_at && createdAt === null)
    return refuse('created_at: not an instant with a time zone within 1990–2100');
  const running = entry.is_running ?? false;
  if (!running && (entry.hours === null || entry.hours === undefined)) return refuse('hours: missing');
  return accepted({
    external_id: entry.id,
    account: entry.user.id,
    updated_at: updatedAt,
    deleted: false,
    payload: {
      kind: 'time_entry',
      account: entry.user.id,
      spent_on: entry.spent_date,
      hours: running ? 0 : (entry.hours ?? 0),
      project: fields.has('project') ? cleanName(entry.project?.name) : null,
      task: fields.has('task') ? cleanName(entry.task?.name) : null,
      work_item_key: fields.has('work_item_key') ? workItemKey(entry) : null,
      billable: entry.billable ?? null,
      running,
      created_at: createdAt,
      updated_at: updatedAt,
    },
  });
}
