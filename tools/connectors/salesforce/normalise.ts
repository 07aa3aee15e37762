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
import { cleanName, isCleanId, TITLE_CAP } from '#tools/text.ts';

const id = z.string().refine((text) => isCleanId(text), 'not an id');

/** The parts of Salesforce's answers that we use. */
const salesforceUser = z.object({
  Id: id,
  Name: z.string().nullish(),
  Email: z.string().nullish(),
  IsActive: z.boolean().nullish(),
  UserType: z.string().nullish(),
  TimeZoneSidKey: z.string().nullish(),
});

const history = z.object({
  done: z.boolean().nullish(),
  records: z.array(z.object({ StageName: z.string().nullish(), CreatedDate: z.string().nullish() })),
});

const salesforceOpportunity = z.object({
  Id: id,
  Name: z.string().nullish(),
  OwnerId: id.nullish(),
  StageName: z.string().nullish(),
  IsWon: z.boolean().nullish(),
  IsClosed: z.boolean().nullish(),
  Type: z.string().nullish(),
  Amount: z.number().nullish(),
  Probability: z.number().nullish(),
  CurrencyIsoCode: z.string().nullish(),
  CloseDate: z.string().nullish(),
  CreatedDate: z.string(),
  SystemModstamp: z.string(),
  IsDeleted: z.boolean().nullish(),
  OpportunityHistories: history.nullish(),
});
type SalesforceOpportunity = z.infer<typeof salesforceOpportunity>;

const salesforceCase = z.object({
  Id: id,
  CaseNumber: z.string().nullish(),
  OwnerId: id.nullish(),
  Owner: z.object({ Name: z.string().nullish() }).nullish(),
  Status: z.string().nullish(),
  IsClosed: z.boolean().nullish(),
  Priority: z.string().nullish(),
  Origin: z.string().nullish(),
  CreatedDate: z.string(),
  ClosedDate: z.string().nullish(),
  SystemModstamp: z.string(),
  IsDeleted: z.boolean().nullish(),
});

/** Logins of the platform itself. */
const MACHINE_TYPES = new Set(['AutomatedProcess', 'CloudIntegrationUser', 'SelfService']);
const STAFF_TYPES = new Set(['Standard', 'CsnOnly']);

/** Customers and partners with a login are users too; null for them. */
export function normaliseUser(raw: unknown, bots: ReadonlySet<string>): NormalisedAccount | null {
  const parsed = salesforceUser.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw, ['Id']), describeFault(parsed.error));
  const user = parsed.data;
  const type = user.UserType ?? 'Standard';
  const bot = MACHINE_TYPES.has(type) || bots.has(user.Id);
  if (!bot && !STAFF_TYPES.has(type)) return null;
  return {
    ok: true,
    account: {
      account: user.Id,
      display_name: cleanName(user.Name),
      email: cleanName(user.Email, 320)?.toLowerCase() ?? null,
      active: user.IsActive ?? true,
      bot,
      time_zone: cleanName(user.TimeZoneSidKey, 100),
    },
  };
}

/** More is a slip: no deal is worth a million millions. */
const MAX_AMOUNT = 1e12;
const within = (value: number | null | undefined, high: number): number | null =>
  value !== null && value !== undefined && value >= 0 && value <= high ? value : null;

/** Salesforce's own values are "New Customer" and "Existing Customer - Upgrade / Replacement / Downgrade". */
function dealType(type: string | null | undefined): 'new' | 'renewal' | 'expansion' | null {
  const text = type ?? '';
  if (/renew|replace|downgrade/i.test(text)) return 'renewal';
  if (/upgrade|expan|upsell|cross|add-?on|existing/i.test(text)) return 'expansion';
  return /new/i.test(text) ? 'new' : null;
}

/**
 * A row is also written where only an amount or a date changed: moves are where the stage differs. A history that is
 * cut off (hundreds of changes) tells none rather than half of them.
 */
function stagesOf({ OpportunityHistories }: SalesforceOpportunity): { at: string; stage: string }[] {
  if (OpportunityHistories?.done === false) return [];
  const rows = (OpportunityHistories?.records ?? []).flatMap(({ StageName, CreatedDate }) => {
    const at = parseInstant(CreatedDate ?? '');
    const stage = cleanName(StageName);
    return at === null || stage === null ? [] : [{ at, stage }];
  });
  return rows
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .filter(({ stage }, index, all) => stage !== all[index - 1]?.stage);
}

/** When it came into its last stage; without a history the day that it was closed on. */
function closedAt(deal: SalesforceOpportunity, stages: { at: string; stage: string }[]): string | null {
  if (deal.IsClosed !== true) return null;
  const last = stages.at(-1)?.at;
  if (last !== undefined) return last;
  return isDay(deal.CloseDate ?? '') ? `${deal.CloseDate}T00:00:00.000Z` : null;
}

export interface DealQuestion {
  fields: ReadonlySet<string>;
  /** Of an organisation with one currency, where the source's setting names it. */
  currency: string | null;
}

const currencyCode = (text: string | null | undefined): string | null =>
  /^[A-Z]{3}$/.test(text ?? '') ? (text ?? null) : null;

/** An opportunity as a deal; or why not. */
export function normaliseOpportunity(raw: unknown, { fields, currency }: DealQuestion): Normalised {
  const parsed = salesforceOpportunity.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw, ['Id']), describeFault(parsed.error));
  const deal = parsed.data;
  const [created, updated] = [parseInstant(deal.CreatedDate), parseInstant(deal.SystemModstamp)];
  if (created === null) return refused(deal.Id, 'CreatedDate: not an instant within 1990–2100');
  if (updated === null) return refused(deal.Id, 'SystemModstamp: not an instant within 1990–2100');
  const probability = within(deal.Probability, 100);
  const stages = stagesOf(deal);
  return accepted({
    external_id: deal.Id,
    account: deal.OwnerId ?? null,
    updated_at: updated,
    deleted: deal.IsDeleted ?? false,
    payload: {
      kind: 'opportunity',
      key: deal.Id,
      title: fields.has('title') ? cleanName(deal.Name, TITLE_CAP) : null,
      owner: deal.OwnerId ?? null,
      pipeline: null,
      stage: cleanName(deal.StageName),
      state: deal.IsClosed !== true ? 'open' : deal.IsWon === true ? 'won' : 'lost',
      deal_type: fields.has('deal_type') ? dealType(deal.Type) : null,
      amount: fields.has('amount') ? within(deal.Amount, MAX_AMOUNT) : null,
      currency: currencyCode(deal.CurrencyIsoCode ?? currency),
      probability: fields.has('probability') && probability !== null ? probability / 100 : null,
      created_at: created,
      updated_at: updated,
      expected_close_on: isDay(deal.CloseDate ?? '') ? (deal.CloseDate ?? null) : null,
      closed_at: closedAt(deal, stages),
      stages: fields.has('stages') ? stages : [],
    },
  });
}

const ranks: Readonly<Record<string, number>> = {
  critical: 1,
  urgent: 1,
  high: 2,
  medium: 3,
  normal: 3,
  low: 4,
};
const QUEUE = /^00G/;

function caseState(closed: boolean, status: string): 'new' | 'open' | 'waiting' | 'solved' {
  if (closed) return 'solved';
  if (/hold|waiting|pending/i.test(status)) return 'waiting';
  return /^new$/i.test(status) ? 'new' : 'open';
}

/** A case without its words; or why not. An owner may be a queue, which is nobody. */
export function normaliseCase(raw: unknown, fields: ReadonlySet<string>): Normalised {
  const parsed = salesforceCase.safeParse(raw);
  if (!parsed.success) return refused(idOf(raw, ['Id']), describeFault(parsed.error));
  const found = parsed.data;
  const [created, updated] = [parseInstant(found.CreatedDate), parseInstant(found.SystemModstamp)];
  if (created === null) return refused(found.Id, 'CreatedDate: not an instant within 1990–2100');
  if (updated === null) return refused(found.Id, 'SystemModstamp: not an instant within 1990–2100');
  const queued = QUEUE.test(found.OwnerId ?? '');
  const assignee = queued ? null : (found.OwnerId ?? null);
  const closed = found.IsClosed === true;
  return accepted({
    external_id: found.Id,
    account: assignee,
    updated_at: updated,
    deleted: found.IsDeleted ?? false,
    payload: {
      kind: 'support_ticket',
      key: cleanName(found.CaseNumber, 50) ?? found.Id,
      assignee,
      group: fields.has('group') && queued ? cleanName(found.Owner?.Name) : null,
      channel: fields.has('channel') ? cleanName(found.Origin) : null,
      priority_rank: fields.has('priority') ? (ranks[found.Priority?.toLowerCase() ?? ''] ?? null) : null,
      state: caseState(closed, found.Status ?? ''),
      created_at: created,
      updated_at: updated,
      // Cases have neither by themselves: it takes entitlements, which are bought apart.
      first_response_at: null,
      solved_at: closed ? parseInstant(found.ClosedDate ?? '') : null,
      reopens: null,
    },
  });
}
