import { type Deal, makeDeals } from './deals.ts';
import { makeRandom, type Random } from './random.ts';
import type { Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type { HubspotDataset, HubspotDeal, HubspotObject, HubspotOwner } from './vendors/hubspot-dataset.ts';
import { startHubspotServer } from './vendors/hubspot-server.ts';

const STAGES = ['appointmentscheduled', 'qualifiedtobuy', 'contractsent'];
const PROBABILITIES = ['0.4', '0.6', '0.9'];
/** Contracts of customers that are there already: shorter, and mostly kept. */
const RENEWALS = {
  a_week: 0.7,
  stages: STAGES,
  won: 'closedwon',
  lost: 'closedlost',
  win_rate: 0.84,
  cycle: 24,
  amount: 21_000,
};
const SURVEYS = 180;
const DAY = 86_400_000;

const ownerId = (member: Member) => String(76_210_000 + member.number);
const instant = (at: number) => new Date(at).toISOString();

const owner = (
  id: string,
  firstName: string,
  lastName: string,
  more: Partial<HubspotOwner>,
): HubspotOwner => ({
  id,
  email: null,
  firstName,
  lastName,
  userId: null,
  type: 'PERSON',
  archived: false,
  createdAt: '2024-01-08T08:00:00.000Z',
  updatedAt: '2024-01-08T08:00:00.000Z',
  ...more,
});

const ownerOf = (member: Member): HubspotOwner => {
  const [first = '', ...rest] = member.name.split(' ');
  return owner(ownerId(member), first, rest.join(' '), {
    email: member.email,
    userId: 5_000 + member.number,
  });
};

function writeDeal(deal: Deal, random: Random): HubspotDeal {
  const id = String(18_400_000_000 + deal.index);
  const last = deal.stages.at(-1);
  const created = instant(deal.stages[0]?.at ?? deal.close);
  const changed = instant(last?.at ?? deal.close);
  const place = STAGES.indexOf(last?.stage ?? '');
  return {
    id,
    properties: {
      hs_object_id: id,
      hs_lastmodifieddate: changed,
      createdate: created,
      closedate: instant(deal.close),
      dealname: `Port ${deal.index + 1}`,
      hubspot_owner_id: ownerId(deal.owner),
      pipeline: 'default',
      dealstage: last?.stage ?? 'appointmentscheduled',
      dealtype: random.chance(0.75) ? 'renewal' : 'existingbusiness',
      amount: String(deal.amount),
      deal_currency_code: 'EUR',
      hs_deal_stage_probability:
        deal.state === 'won' ? '1.0' : deal.state === 'lost' ? '0.0' : (PROBABILITIES[place] ?? '0.4'),
      hs_is_closed: String(deal.state !== 'open'),
      hs_is_closed_won: String(deal.state === 'won'),
    },
    createdAt: created,
    updatedAt: changed,
    archived: false,
    stages: deal.stages
      .map(({ at, stage }) => ({ value: stage, timestamp: instant(at), sourceType: 'CRM_UI' }))
      .toReversed(),
  };
}

/** Surveys of the half year before the anchor: how likely to recommend, mostly with nobody named. */
function writeFeedback(anchor: string, owners: readonly Member[], random: Random): HubspotObject[] {
  const end = Date.parse(`${anchor}T00:00:00Z`);
  const moments = Array.from({ length: SURVEYS }, () => end - random.between(0.2, 180) * DAY).sort(
    (a, b) => a - b,
  );
  return moments.map((moment, index) => {
    const id = String(612_000 + index);
    const at = instant(Math.round(moment));
    return {
      id,
      properties: {
        hs_object_id: id,
        hs_lastmodifieddate: at,
        hs_survey_type: 'NPS',
        hs_value: String(Math.min(10, Math.max(0, Math.round(random.normal(8.1, 1.7))))),
        hs_submission_timestamp: at,
        hubspot_owner_id: owners.length > 0 && random.chance(0.4) ? ownerId(random.pick(owners)) : null,
      },
      createdAt: at,
      updatedAt: at,
      archived: false,
    };
  });
}

/** Customer success' renewals, and what customers say when they are asked whether they would recommend. */
export function writeHubspotCompany(question: SystemQuestion): HubspotDataset {
  const random = makeRandom(`${question.seed}/hubspot`);
  const staff = question.members.filter(({ department }) => department === 'Customer Success');
  const keepers = staff.filter(({ title }) => title.includes('Customer Success Manager'));
  const deals = makeDeals(question, keepers, RENEWALS, random);
  return {
    credentials: { token: 'demo-hubspot-token' },
    portal: 26_104_417,
    owners: [
      ...staff.map(ownerOf),
      owner('76299001', 'Renewals', 'queue', { type: 'QUEUE' }),
      // Somebody whom the people file doesn't know.
      owner('76299002', 'Tide', 'Partners', { email: 'desk@tide-partners.example', userId: 5_901 }),
    ],
    deals: deals.map((deal) => writeDeal(deal, random)),
    feedback: writeFeedback(question.anchor, keepers, random),
  };
}

export const hubspotSystem: SimulatedSystem = {
  vendor: 'hubspot',
  async start(question) {
    const dataset = writeHubspotCompany(question);
    const server = await startHubspotServer(dataset, question);
    return { server, credentials: dataset.credentials, settings: {} };
  },
};
