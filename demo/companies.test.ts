import { describe, expect, test } from 'vitest';
import { cast } from './behaviour.ts';
import { generateCompany } from './company.ts';
import { writeHubspotCompany } from './hubspot-company.ts';
import { readRoster } from './roster.ts';
import { writeSalesforceCompany } from './salesforce-company.ts';
import type { SystemQuestion } from './simulated-system.ts';
import { writeTogglCompany } from './toggl-company.ts';
import { writeZendeskCompany } from './zendesk-company.ts';

const seed = 'harbour';
const anchor = '2026-11-23';
const { lives } = generateCompany({ seed, anchor });
const question: SystemQuestion = {
  members: readRoster(anchor),
  lives,
  seed,
  anchor,
  now: () => new Date(`${anchor}T09:00:00Z`),
  port: 0,
  kept: [],
  onTaken: () => {},
};
const end = Date.parse(`${anchor}T00:00:00Z`);

describe('the simulated company in its other systems', () => {
  test.each([
    ['Zendesk', writeZendeskCompany],
    ['Salesforce', writeSalesforceCompany],
    ['HubSpot', writeHubspotCompany],
    ['Toggl', writeTogglCompany],
  ])('%s tells the same each time, for the same seed', (_name, write) => {
    expect(write(question)).toEqual(write(question));
    expect(JSON.stringify(write({ ...question, seed: 'other' }))).not.toBe(JSON.stringify(write(question)));
  });

  test('nobody of a story has a ticket or a case that is open', () => {
    const named = new Set<string>(Object.values(cast));
    const ofStory = question.members.filter(({ id }) => named.has(id)).map(({ email }) => email);
    const zendesk = writeZendeskCompany(question);
    const agents = new Set(
      zendesk.users.filter(({ email }) => email !== null && ofStory.includes(email)).map(({ id }) => id),
    );
    expect(
      zendesk.tickets.filter(
        ({ status, assignee_id }) => status !== 'solved' && agents.has(assignee_id ?? 0),
      ),
    ).toEqual([]);
    expect(writeSalesforceCompany(question).cases.every(({ IsClosed }) => IsClosed)).toBe(true);
  });

  test('nothing is told of the day of the anchor or later, but what is expected', () => {
    const { tickets, ratings } = writeZendeskCompany(question);
    const { opportunities, cases } = writeSalesforceCompany(question);
    const { deals, feedback } = writeHubspotCompany(question);
    const moments = [
      ...[...tickets, ...ratings].map(({ updated_at }) => updated_at),
      ...[...opportunities, ...cases].map(({ SystemModstamp }) => SystemModstamp),
      ...[...deals, ...feedback].map(({ updatedAt }) => updatedAt),
      ...writeTogglCompany(question).entries.map(({ at }) => at),
    ];
    expect(moments.length).toBeGreaterThan(1500);
    expect(moments.length).toBeLessThan(12_000);
    expect(moments.filter((moment) => !(Date.parse(moment) < end))).toEqual([]);
  });

  test('people have the addresses that the people file knows, besides machines and strangers', () => {
    const emails = new Set<string | null>(question.members.map(({ email }) => email));
    const known = (addresses: (string | null)[]) => addresses.filter((address) => emails.has(address)).length;
    const zendesk = writeZendeskCompany(question).users.filter(({ role }) => role === 'agent');
    expect([known(zendesk.map(({ email }) => email)), zendesk.length]).toEqual([8, 10]);
    const salesforce = writeSalesforceCompany(question).users;
    expect([known(salesforce.map(({ Email }) => Email)), salesforce.length]).toEqual([14, 17]);
    const hubspot = writeHubspotCompany(question).owners;
    expect([known(hubspot.map(({ email }) => email)), hubspot.length]).toEqual([6, 8]);
    const toggl = writeTogglCompany(question).users;
    expect([known(toggl.map(({ email }) => email)), toggl.length]).toEqual([2, 4]);
  });
});
