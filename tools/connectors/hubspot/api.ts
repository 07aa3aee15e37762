import { z } from 'zod';
import { answerInvalid, ask } from '#tools/connectors/answer.ts';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import type { HttpClient, LimitQuestion } from '#tools/http/client.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { parseInstant } from '#tools/instant.ts';

/** HubSpot's own maximum of a search's page (developers.hubspot.com/docs/api-reference/search/guide). */
const SEARCH_PAGE = 200;
/** And of a batch with histories (developers.hubspot.com/docs/guides/api/crm/objects/deals). */
const HISTORY_BATCH = 50;
const HOUR_MS = 3_600_000;

const paging = z.object({ next: z.object({ after: z.string() }).nullish() }).nullish();
const searchAnswer = z.object({
  total: z.number().int().nullish(),
  results: z.array(z.unknown()),
  paging,
});
export const listAnswer = z.object({ results: z.array(z.unknown()), paging });
const stamped = z.object({
  id: z.string(),
  properties: z.object({ hs_lastmodifieddate: z.string().nullish() }),
});
const historied = z.object({
  id: z.string(),
  propertiesWithHistory: z.object({ dealstage: z.array(z.unknown()).nullish() }).nullish(),
});
const batchAnswer = z.object({ results: z.array(z.unknown()) });

/** The day's calls used up is a 429 that doesn't say until when; an hour later there may be a new day. */
export function hubspotLimit({ status, json }: LimitQuestion): number | undefined {
  const told = z.object({ policyName: z.string() }).safeParse(json);
  return status === 429 && told.success && told.data.policyName === 'DAILY' ? HOUR_MS : undefined;
}

interface Filter {
  propertyName: 'hs_lastmodifieddate' | 'hs_object_id';
  operator: 'GTE' | 'GT' | 'EQ';
  value: string;
}
/** Where a walk stands: at a moment, or among the many records of one moment, behind an id. */
interface Place {
  from: number | null;
  behind: string | null;
}

function filtersOf({ from, behind }: Place): Filter[] {
  if (from === null) return [];
  const at = { propertyName: 'hs_lastmodifieddate', value: String(from) } as const;
  if (behind === null) return [{ ...at, operator: 'GTE' }];
  return [
    { ...at, operator: 'EQ' },
    { propertyName: 'hs_object_id', operator: 'GT', value: behind },
  ];
}

/** What a record was changed at, and which it is; null of one that says neither. */
function markOf(item: unknown): { id: string; at: string | null; key: string } | null {
  const parsed = stamped.safeParse(item);
  if (!parsed.success) return null;
  const told = parsed.data.properties.hs_lastmodifieddate ?? '';
  return { id: parsed.data.id, at: parseInstant(told), key: `${parsed.data.id} ${told}` };
}

/** First and last moment of a page, and the id of the record that stands last. */
function spanOf(items: readonly unknown[]): { first: number; last: number; id: string } | null {
  const marks = items.flatMap((item) => {
    const mark = markOf(item);
    return mark?.at ? [{ at: Date.parse(mark.at), id: mark.id }] : [];
  });
  const [head, tail] = [marks[0], marks.at(-1)];
  return head === undefined || tail === undefined ? null : { first: head.at, last: tail.at, id: tail.id };
}

/**
 * Where to go on behind a page. Not by its offset: a search ends at 10,000 results with an error, and a record that is
 * changed on the way would push another over the border unseen. Each page is a search from the newest change of the
 * last; where a page has one moment only (a batch job stamps thousands), on by id.
 */
function placeBehind(place: Place, items: readonly unknown[], more: boolean): Place | null {
  if (!more)
    return place.behind === null || place.from === null ? null : { from: place.from + 1, behind: null };
  const span = spanOf(items);
  if (span === null) return null;
  if (place.behind !== null) return { from: span.last, behind: span.id };
  return { from: span.last, behind: span.first === span.last ? '0' : null };
}

export interface HubspotPage {
  items: unknown[];
  newest: string | null;
  /** Until when all is sure to have come: what a search counts from there on fits to what was counted before. */
  reached: string | null;
}

/** What a search must still find, by what was counted before; null where that isn't known. */
interface Expected {
  /** From the next place on. */
  left: number | null;
  /** Behind the moment that is walked through by id. */
  beyond: number | null;
}

/** The same for the search behind this one, which found so many in all. */
function promiseOf(
  before: Expected,
  { place, next, items, total }: { place: Place; next: Place; items: readonly unknown[]; total: number },
): Expected {
  if (place.behind === null) {
    // Of the moment that is walked through next all come again.
    if (next.behind !== null) return { left: null, beyond: total };
    const from = next.from ?? 0;
    const older = items.filter((item) => Date.parse(markOf(item)?.at ?? '') < from);
    return { left: total - older.length, beyond: null };
  }
  const beyond = place.behind === '0' && before.beyond !== null ? before.beyond - total : before.beyond;
  return { left: next.behind === null ? beyond : total - items.length, beyond };
}

/** Every record of an object that changed since, oldest change first; each once. */
export async function* changedObjects(
  http: HttpClient,
  { object, properties, since }: { object: string; properties: readonly string[]; since: string | null },
  signal: AbortSignal,
): AsyncGenerator<HubspotPage> {
  const path = `/crm/v3/objects/${object}/search`;
  const what = `${path} of ${http.host}`;
  const guard = makePageGuard(what);
  let repeats = makeRepeatGuard(what);
  const seen = new Set<string>();
  let total: number | null = null;
  let place: Place | null = { from: since === null ? null : Date.parse(since), behind: null };
  let promised: Expected = { left: null, beyond: null };
  let sure = true;
  while (place !== null) {
    const filters = filtersOf(place);
    const answer: z.infer<typeof searchAnswer> = await ask(http, searchAnswer, {
      method: 'POST',
      path,
      body: {
        filterGroups: filters.length === 0 ? [] : [{ filters }],
        sorts: [
          {
            propertyName: place.behind === null ? 'hs_lastmodifieddate' : 'hs_object_id',
            direction: 'ASCENDING',
          },
        ],
        properties,
        limit: SEARCH_PAGE,
        after: '0',
      },
      safe: true,
      signal,
    });
    repeats(answer.results);
    total ??= answer.total ?? null;
    const items = answer.results.filter((item) => {
      const key = markOf(item)?.key;
      return key === undefined || (!seen.has(key) && Boolean(seen.add(key)));
    });
    const span = spanOf(answer.results);
    const left: number | null = answer.total ?? null;
    // What lacked once is made good by another read alone.
    sure &&= left !== null && left >= (promised.left ?? 0);
    const isMark = sure && place.behind === null && promised.left !== null && place.from !== null;
    const reached = isMark ? new Date(place.from ?? 0).toISOString() : null;
    yield { items, newest: span === null ? null : new Date(span.last).toISOString(), reached };
    const next = placeBehind(place, answer.results, Boolean(answer.paging?.next));
    if (next !== null && left !== null)
      promised = promiseOf(promised, { place, next, items: answer.results, total: left });
    // The same records by another order are no repeated page.
    if (next !== null && next.behind !== null && place.behind === null) repeats = makeRepeatGuard(what);
    place = next;
    if (place !== null) guard.advance(`${place.from} ${place.behind}`);
  }
  const ids = new Set([...seen].map((key) => key.split(' ')[0]));
  if (total !== null && ids.size < total)
    throw answerInvalid(http, path, `${total} records were announced and ${ids.size} delivered`);
}

/** Pages of a list, by HubSpot's own mark. */
export async function* listed(
  http: HttpClient,
  path: string,
  query: Record<string, string>,
  signal: AbortSignal,
): AsyncGenerator<unknown[]> {
  const guard = makePageGuard(`${path} of ${http.host}`);
  let after: string | null = null;
  for (;;) {
    const answer: z.infer<typeof listAnswer> = await ask(http, listAnswer, {
      method: 'GET',
      path,
      query: { ...query, ...(after === null ? {} : { after }) },
      signal,
    });
    yield answer.results;
    after = answer.paging?.next?.after ?? null;
    if (after === null) return;
    guard.advance(after);
  }
}

/** The stages that deals went through, by id; the search doesn't tell them. */
export async function stageHistories(
  http: HttpClient,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, unknown[]>> {
  const found = new Map<string, unknown[]>();
  for (let at = 0; at < ids.length; at += HISTORY_BATCH) {
    const answer = await ask(http, batchAnswer, {
      method: 'POST',
      path: '/crm/v3/objects/0-3/batch/read',
      body: {
        inputs: ids.slice(at, at + HISTORY_BATCH).map((id) => ({ id })),
        properties: [],
        propertiesWithHistory: ['dealstage'],
      },
      safe: true,
      signal,
    });
    for (const item of answer.results) {
      const parsed = historied.safeParse(item);
      if (parsed.success) found.set(parsed.data.id, parsed.data.propertiesWithHistory?.dealstage ?? []);
    }
  }
  return found;
}
