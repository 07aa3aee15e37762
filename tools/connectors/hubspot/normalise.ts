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
import { cleanName, isCleanId, TITLE_CAP } from '#tools/text.ts';

const id = z.string().refine((text) => isCleanId(text), 'not an id');
const text = z.string().nullish();

/** The parts of HubSpot's answers that we use. Every property's value is a text. */
const hubspotOwner = z.object({
  id,
  email: text,
  firstName: text,
  lastName: text,
  type: text,
  archived: z.boolean().nullish(),
});

const hubspotDeal = z.object({
  id,
  archived: z.boolean().nullish(),
  archivedAt: text,
  properties: z.object({
    hs_lastmodifieddate: z.string(),
    createdate: z.string(),
    closedate: text,
    dealname: text,
    hubspot_owner_id: text,
    pipeline: text,
    dealstage: text,
    dealtype: text,
    amount: z.union([z.string(), z.number()]).nullish(),
    deal_currency_code: text,
    hs_deal_stage_probability: text,
    hs_is_closed: text,
    hs_is_closed_won: text,
    hs_merged_object_ids: text,
  }),
});

const hubspotFeedback = z.object({
  id,
  properties: z.object({
    hs_lastmodifieddate: z.string(),
    hs_survey_type: text,
    hs_value: text,
    hs_submission_timestamp: text,
    hubspot_owner_id: text,
  }),
});

/** Nothing that policy doesn't list is asked for. */
export const dealProperties = (fields: ReadonlySet<string>): string[] => [
  ...[
    'createdate',
    'closedate',
    'hubspot_owner_id',
    'pipeline',
    'dealstage',
    'hs_is_closed',
    'hs_is_closed_won',
  ],
  ...['hs_lastmodifieddate', 'hs_merged_object_ids'],
  ...(fields.has('title') ? ['dealname'] : []),
  ...(fields.has('deal_type') ? ['dealtype'] : []),
  ...(fields.has('amount') ? ['amount', 'deal_currency_code'] : []),
  ...(fields.has('probability') ? ['hs_deal_stage_probability'] : []),
];
/** Never `hs_content`, which is what the customer wrote. */
export const feedbackProperties = [
  ...['hs_survey_type', 'hs_value', 'hs_submission_timestamp', 'hubspot_owner_id', 'hs_lastmodifieddate'],
];

export function normaliseOwner(raw: unknown, bots: ReadonlySet<string>): NormalisedAccount {
  const parsed = hubspotOwner.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const owner = parsed.data;
  return {
    ok: true,
    account: {
      account: owner.id,
      display_name: cleanName([owner.firstName, owner.lastName].filter(Boolean).join(' ')),
      email: cleanName(owner.email, 320)?.toLowerCase() ?? null,
      active: owner.archived !== true,
      // A queue owns what nobody has taken yet.
      bot: owner.type === 'QUEUE' || bots.has(owner.id),
      time_zone: null,
    },
  };
}

/** Deals that went into this one, by `hs_merged_object_ids`: no list and no search shows them any more. */
export function mergedInto(raw: unknown): string[] {
  const parsed = hubspotDeal.safeParse(raw);
  if (!parsed.success) return [];
  const ids = (parsed.data.properties.hs_merged_object_ids ?? '').split(';').map((each) => each.trim());
  return ids.filter((each) => isCleanId(each) && each !== parsed.data.id);
}

const MAX_AMOUNT = 1e12;
function numberWithin(value: string | number | null | undefined, high: number): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return number >= 0 && number <= high ? number : null;
}

function dealType(type: string | null | undefined): 'new' | 'renewal' | 'expansion' | null {
  const told = type ?? '';
  if (/renew/i.test(told)) return 'renewal';
  if (/existing|upsell|expan|cross/i.test(told)) return 'expansion';
  return /new/i.test(told) ? 'new' : null;
}

const change = z.object({ value: z.string(), timestamp: z.string() });

/** Newest first at HubSpot, oldest first with us; the same stage twice is one. */
function stagesOf(history: readonly unknown[]): { at: string; stage: string }[] {
  return history
    .flatMap((item) => {
      const parsed = change.safeParse(item);
      const at = parsed.success ? parseInstant(parsed.data.timestamp) : null;
      const stage = parsed.success ? cleanName(parsed.data.value) : null;
      return at === null || stage === null ? [] : [{ at, stage }];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .filter(({ stage }, index, all) => stage !== all[index - 1]?.stage);
}

const isTrue = (told: string | null | undefined) => told === 'true';
const currencyCode = (told: string | null | undefined) =>
  /^[A-Z]{3}$/.test(told ?? '') ? (told ?? null) : null;

/** A deal; or why not. Archived ones are gone. */
export function normaliseDeal(
  raw: unknown,
  { fields, history }: { fields: ReadonlySet<string>; history: readonly unknown[] },
): Normalised {
  const parsed = hubspotDeal.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const { id: key, archived, archivedAt, properties: deal } = parsed.data;
  const [created, updated] = [parseInstant(deal.createdate), parseInstant(deal.hs_lastmodifieddate)];
  if (created === null) return refused(key, 'createdate: not an instant within 1990–2100');
  if (updated === null) return refused(key, 'hs_lastmodifieddate: not an instant within 1990–2100');
  const stages = stagesOf(history);
  const closes = parseInstant(deal.closedate ?? '');
  const closed = isTrue(deal.hs_is_closed) || isTrue(deal.hs_is_closed_won);
  const gone = archived === true ? parseInstant(archivedAt ?? '') : null;
  const owner = cleanName(deal.hubspot_owner_id, 100);
  return accepted({
    external_id: key,
    account: owner,
    updated_at: gone !== null && gone > updated ? gone : updated,
    deleted: archived === true,
    payload: {
      kind: 'opportunity',
      key,
      title: fields.has('title') ? cleanName(deal.dealname, TITLE_CAP) : null,
      owner,
      pipeline: cleanName(deal.pipeline),
      stage: cleanName(deal.dealstage),
      state: isTrue(deal.hs_is_closed_won) ? 'won' : closed ? 'lost' : 'open',
      deal_type: fields.has('deal_type') ? dealType(deal.dealtype) : null,
      amount: fields.has('amount') ? numberWithin(deal.amount, MAX_AMOUNT) : null,
      currency: fields.has('amount') ? currencyCode(deal.deal_currency_code) : null,
      probability: fields.has('probability') ? numberWithin(deal.hs_deal_stage_probability, 1) : null,
      created_at: created,
      updated_at: updated,
      expected_close_on: closes?.slice(0, 10) ?? null,
      closed_at: closed ? (stages.at(-1)?.at ?? closes) : null,
      stages,
    },
  });
}

/** HubSpot's scales: NPS 0 to 10, CSAT unhappy, neutral and happy as 0 to 2, CES 1 to 7. */
const scales = {
  NPS: { measure: 'nps', low: 0, high: 10 },
  CSAT: { measure: 'csat', low: 0, high: 2 },
  CES: { measure: 'ces', low: 1, high: 7 },
} as const;
const scaleOf = (type: string) => (type === 'NPS' || type === 'CSAT' || type === 'CES' ? scales[type] : null);

/** What a customer judged, without a word. Null for surveys of one's own making, whose scale nobody tells. */
export function normaliseFeedback(raw: unknown): Normalised | null {
  const parsed = hubspotFeedback.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw), describeFault(parsed.error));
  const { id: key, properties: told } = parsed.data;
  const scale = scaleOf(told.hs_survey_type ?? '');
  if (scale === null) return null;
  const updated = parseInstant(told.hs_lastmodifieddate);
  if (updated === null) return refused(key, 'hs_lastmodifieddate: not an instant within 1990–2100');
  const score = numberWithin(told.hs_value, scale.high);
  if (score === null || score < scale.low)
    return refused(key, `hs_value: not from ${scale.low} to ${scale.high}, as ${scale.measure} is`);
  const owner = cleanName(told.hubspot_owner_id, 100);
  return accepted({
    external_id: key,
    account: owner,
    updated_at: updated,
    deleted: false,
    payload: {
      kind: 'satisfaction_rating',
      account: owner,
      ticket_key: null,
      ...scale,
      score,
      rated_at: parseInstant(told.hs_submission_timestamp ?? '') ?? updated,
      updated_at: updated,
    },
  });
}
