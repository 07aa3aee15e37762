import { type Deal, dayOf, makeDeals } from './deals.ts';
import { makeRandom } from './random.ts';
import { MAIL_DOMAIN, type Member } from './roster.ts';
import type { SimulatedSystem, SystemQuestion } from './simulated-system.ts';
import type {
  SalesforceCase,
  SalesforceDataset,
  SalesforceOpportunity,
  SalesforceUser,
} from './vendors/salesforce-dataset.ts';
import { startSalesforceServer } from './vendors/salesforce-server.ts';

const STAGES = ['Prospecting', 'Qualification', 'Proposal', 'Negotiation'];
const PROBABILITIES = [10, 25, 50, 75];
const NEW_BUSINESS = {
  a_week: 0.9,
  stages: STAGES,
  won: 'Closed Won',
  lost: 'Closed Lost',
  win_rate: 0.28,
  cycle: 48,
  amount: 38_000,
};

const idOf = (prefix: string, number: number) => `${prefix}7Q${String(number).padStart(10, '0')}AAQ`;
const userId = (member: Member) => idOf('005', member.number);
const instant = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const user = (id: string, name: string, email: string | null, more: Partial<SalesforceUser>) => ({
  Id: id,
  Name: name,
  Email: email,
  IsActive: true,
  UserType: 'Standard',
  TimeZoneSidKey: 'Europe/Amsterdam',
  SystemModstamp: '2024-01-08T08:00:00.000+0000',
  ...more,
});

function writeDeal(deal: Deal): SalesforceOpportunity {
  const [first] = deal.stages;
  const last = deal.stages.at(-1);
  const place = STAGES.indexOf(last?.stage ?? '');
  return {
    Id: idOf('006', deal.index),
    Name: `Port ${deal.index + 1}`,
    Description: null,
    OwnerId: userId(deal.owner),
    StageName: last?.stage ?? 'Prospecting',
    IsWon: deal.state === 'won',
    IsClosed: deal.state !== 'open',
    Type: 'New Customer',
    Amount: deal.amount,
    Probability: deal.state === 'won' ? 100 : deal.state === 'lost' ? 0 : (PROBABILITIES[place] ?? 10),
    CloseDate: dayOf(deal.close),
    CreatedDate: instant(first?.at ?? deal.close),
    SystemModstamp: instant(last?.at ?? deal.close),
    IsDeleted: false,
    OpportunityHistories: deal.stages.map(({ at, stage }) => ({
      StageName: stage,
      CreatedDate: instant(at),
    })),
  };
}

/** What customer success finished for customers, as cases; none of them is open. */
function writeCases({ lives }: SystemQuestion): SalesforceCase[] {
  return lives
    .filter(({ history }) => history.member.focus === 'customer_success')
    .flatMap(({ history }) => history.works)
    .flatMap((work) => (work.resolved_at === null ? [] : [{ work, at: work.resolved_at }]))
    .toSorted((a, b) => a.work.created_at - b.work.created_at || a.at - b.at)
    .map(({ work, at }, index) => ({
      Id: idOf('500', index),
      CaseNumber: String(2000 + index).padStart(8, '0'),
      Subject: '',
      Description: null,
      OwnerId: userId(work.owner),
      Owner: { Name: work.owner.name },
      Status: 'Closed',
      IsClosed: true,
      Priority: work.priority <= 2 ? 'High' : work.priority === 3 ? 'Medium' : 'Low',
      Origin: index % 3 === 0 ? 'Phone' : 'Email',
      CreatedDate: instant(work.created_at),
      ClosedDate: instant(at),
      SystemModstamp: instant(at),
      IsDeleted: false,
    }));
}

/** Sales' new business with its stages, and the cases of customer success. */
export function writeSalesforceCompany(question: SystemQuestion): SalesforceDataset {
  const random = makeRandom(`${question.seed}/salesforce`);
  const staff = question.members.filter(
    ({ department }) => department === 'Sales' || department === 'Customer Success',
  );
  const sellers = staff.filter(({ title }) => title.includes('Account Executive'));
  return {
    credentials: { client_id: 'demo-salesforce-app', client_secret: 'demo-salesforce-secret' },
    organisation: 'Capstan Quay',
    users: [
      ...staff.map((member) =>
        user(userId(member), member.name, member.email, { TimeZoneSidKey: member.zone }),
      ),
      user(idOf('005', 901), 'Automated Process', null, { UserType: 'AutomatedProcess' }),
      user(idOf('005', 902), 'Tide Partners', `desk@tide-partners.example`, {}),
      user(idOf('005', 903), 'Fairlead', `fairlead@${MAIL_DOMAIN}`, { UserType: 'CloudIntegrationUser' }),
    ],
    opportunities: makeDeals(question, sellers, NEW_BUSINESS, random).map(writeDeal),
    cases: writeCases(question),
  };
}

export const salesforceSystem: SimulatedSystem = {
  vendor: 'salesforce',
  async start(question) {
    const dataset = writeSalesforceCompany(question);
    const server = await startSalesforceServer(dataset, question);
    return { server, credentials: dataset.credentials, settings: { currency: 'EUR' } };
  },
};
