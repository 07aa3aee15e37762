import { z } from 'zod';
import type { JsonValue } from '#domain/json.ts';
import type { SourceRecord } from '#domain/record.ts';
import type { Connector, Source } from '#domain/source.ts';
import { ask } from '#tools/connectors/answer.ts';
import { idOf } from '#tools/connectors/normalised.ts';
import { readOnly } from '#tools/connectors/read-only.ts';
import { unknownStream } from '#tools/connectors/stream.ts';
import { emptyPage, markOf, readWindow, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { changedObjects, listed, stageHistories } from './api.ts';
import {
  dealProperties,
  feedbackProperties,
  mergedInto,
  normaliseDeal,
  normaliseFeedback,
  normaliseOwner,
} from './normalise.ts';

export const hubspotStreams = ['owners', 'deals', 'feedback_submissions'] as const;

/** The search's index lags behind changes, by minutes where much changes at once. */
const INDEX_OVERLAP_MS = 15 * 60_000;

export interface HubspotConnectorDeps {
  source: Source;
  http: HttpClient;
  /** Searches have a limit of their own, so they have a client of their own. */
  searches: HttpClient;
  bots: readonly string[];
  /** `source_fields.hubspot` of the policy. */
  fields: readonly string[];
  now(): string;
}

/** Those who left too: their deals are still theirs. */
async function* owners({ http, bots }: HubspotConnectorDeps, signal: AbortSignal) {
  const known = new Set(bots);
  for (const archived of ['false', 'true'])
    for await (const items of listed(http, '/crm/v3/owners', { limit: '500', archived }, signal)) {
      const page: WindowPage = { ...emptyPage(), newest: null };
      for (const item of items) {
        const owner = normaliseOwner(item, known);
        if (owner.ok) page.accounts.push(owner.account);
        else page.faults.push(owner.fault);
      }
      yield page;
    }
}

/** Where a read stands: whatever changed before was handed over. */
const reachedMark = z.object({ reached: z.iso.datetime() });

interface Beginning {
  since: string | null;
  done: JsonValue | null;
}

const beginOf = ({ since, done }: Beginning): string | null => markOf(reachedMark, done)?.reached ?? since;

async function* deals(deps: HubspotConnectorDeps, { since, done }: Beginning, signal: AbortSignal) {
  const { http, searches } = deps;
  const fields = new Set(deps.fields);
  const properties = dealProperties(fields);
  const question = { object: '0-3', properties, since: beginOf({ since, done }) };
  for await (const { items, newest, reached } of changedObjects(searches, question, signal)) {
    const ids = items.flatMap((item) => idOf(item) ?? []);
    const histories = fields.has('stages') ? await stageHistories(http, ids, signal) : new Map();
    const page = toPage(items, newest, (item) =>
      normaliseDeal(item, { fields, history: histories.get(idOf(item) ?? '') ?? [] }),
    );
    page.records.push(...items.flatMap((item) => mergedAway(item, fields)));
    yield { ...page, ...markAt(reached) };
  }
  yield* archivedDeals(deps, since, signal);
}

/** What a deal was merged from, as deleted: else its worth would count twice. */
function mergedAway(item: unknown, fields: ReadonlySet<string>): SourceRecord[] {
  return mergedInto(item).flatMap((id) => {
    const kept = normaliseDeal(item, { fields, history: [] });
    if (!kept.ok || kept.record.payload.kind !== 'opportunity') return [];
    return [{ ...kept.record, external_id: id, deleted: true, payload: { ...kept.record.payload, key: id } }];
  });
}

const archivedItem = z.object({ archivedAt: z.string() });

/** A search tells nothing of deals that were deleted; a list does, for 90 days. */
async function* archivedDeals(
  { http, fields }: HubspotConnectorDeps,
  since: string | null,
  signal: AbortSignal,
) {
  const kept = new Set(fields);
  const query = { limit: '100', archived: 'true', properties: dealProperties(kept).join(',') };
  for await (const items of listed(http, '/crm/v3/objects/0-3', query, signal)) {
    const fresh = items.filter((item) => {
      const parsed = archivedItem.safeParse(item);
      return since === null || !parsed.success || !(Date.parse(parsed.data.archivedAt) < Date.parse(since));
    });
    yield toPage(fresh, null, (item) => normaliseDeal(item, { fields: kept, history: [] }));
  }
}

const markAt = (reached: string | null) => (reached === null ? {} : { done: { reached } });

function toPage(
  items: readonly unknown[],
  newest: string | null,
  normalise: (item: unknown) => ReturnType<typeof normaliseFeedback>,
): WindowPage {
  const page: WindowPage = { ...emptyPage(), newest };
  for (const item of items) {
    const found = normalise(item);
    if (found?.ok === true) page.records.push(found.record);
    else if (found !== null) page.faults.push(found.fault);
  }
  return page;
}

async function* feedback({ searches }: HubspotConnectorDeps, beginning: Beginning, signal: AbortSignal) {
  const since = beginOf(beginning);
  const question = { object: 'feedback_submissions', properties: feedbackProperties, since };
  for await (const { items, newest, reached } of changedObjects(searches, question, signal))
    yield { ...toPage(items, newest, normaliseFeedback), ...markAt(reached) };
}

const details = z.object({ portalId: z.number() });

/** HubSpot by its CRM API v3: owners, deals with their stages, what customers judged. Read only. */
export function makeHubspotConnector(deps: HubspotConnectorDeps): Connector {
  const { source, http, now } = deps;
  return {
    vendor: 'hubspot',
    ...readOnly(source, 'HubSpot'),
    // What was purged, or merged long ago, is told by nothing but its absence.
    relists: { deals: { kind: 'opportunity' }, feedback_submissions: { kind: 'satisfaction_rating' } },
    streams: hubspotStreams,
    check: async (signal) => {
      const request = { method: 'GET', path: '/account-info/v3/details', signal } as const;
      return { account: `account ${(await ask(http, details, request)).portalId}` };
    },
    read: (stream, cursor, signal) => {
      const known = hubspotStreams.find((name) => name === stream);
      if (known === undefined) throw unknownStream(source.name, stream, hubspotStreams);
      return readWindow({ cursor, now, overlap_ms: INDEX_OVERLAP_MS }, (since, done) => {
        if (known === 'owners') return owners(deps, signal);
        const beginning = { since, done };
        return known === 'deals' ? deals(deps, beginning, signal) : feedback(deps, beginning, signal);
      });
    },
  };
}
