import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { IsoDate } from '#domain/date.ts';
import { accepted, describeFault, type Normalised, refused } from '#tools/connectors/normalised.ts';
import { isDay } from '#tools/instant.ts';

const amount = z.coerce.number().int().min(0).max(1_000_000);

/** What is used of a line of the report; the e-mail address only to see whether names are concealed. */
const line = z.object({
  'Report Refresh Date': z.string().refine(isDay, 'not a day'),
  'User Id': z.guid(),
  'User Principal Name': z.string(),
  'Team Chat Message Count': amount,
  'Private Chat Message Count': amount,
  'Reply Messages': amount.optional(),
  'Call Count': amount,
  'Meeting Count': amount,
  'Meetings Attended Count': amount.optional(),
  'Audio Duration In Seconds': amount.optional(),
});

/**
 * Lines of a report, one a person. Null: it isn't a whole report, so it was cut off or is something else.
 * Columns come and go with the years; they are found by their names.
 */
export function linesOf(text: string): Record<string, string>[] | null {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      columns: true,
      skip_empty_lines: true,
      relax_quotes: true,
    });
    const parsed = z.array(z.record(z.string(), z.string())).safeParse(rows);
    return parsed.success && text.includes('Report Refresh Date') ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Where administrators hide names, an address is a hash. */
export const isConcealed = (row: Record<string, string>): boolean =>
  /^[0-9A-Fa-f]{32,64}$/.test(row['User Principal Name'] ?? '');

const SECONDS_PER_HOUR = 3600;

/** What somebody did on a day. Texts are not in the report at all. */
export function normaliseActivity(
  row: Record<string, string>,
  day: IsoDate,
  fields: ReadonlySet<string>,
): Normalised {
  const parsed = line.safeParse(row);
  const id = row['User Id'] ?? null;
  if (!parsed.success) return refused(id, describeFault(parsed.error));
  const found = parsed.data;
  const kept = (name: string, value: number | undefined): number | null =>
    fields.has(name) && value !== undefined ? value : null;
  const account = found['User Id'].toLowerCase();
  const audio = found['Audio Duration In Seconds'];
  return accepted({
    external_id: `${account}:${day}`,
    account,
    // A later report of the same day knows more of it.
    updated_at: `${found['Report Refresh Date']}T00:00:00.000Z`,
    deleted: false,
    payload: {
      kind: 'collaboration_activity',
      account,
      from_day: day,
      to_day: day,
      messages: kept('messages', found['Team Chat Message Count'] + found['Private Chat Message Count']),
      messages_after_hours: null,
      replies: kept('replies', found['Reply Messages']),
      reactions: null,
      calls: kept('calls', found['Call Count']),
      meetings: kept('meetings', found['Meetings Attended Count'] ?? found['Meeting Count']),
      meeting_hours: kept('meetings', audio === undefined ? undefined : audio / SECONDS_PER_HOUR),
    },
  });
}
