import { asanaSystem } from './asana-company.ts';
import { githubSystem } from './github-company.ts';
import { hubspotSystem } from './hubspot-company.ts';
import { mondaySystem } from './monday-company.ts';
import { salesforceSystem } from './salesforce-company.ts';
import type { SimulatedSystem } from './simulated-system.ts';
import { slackSystem } from './slack-company.ts';
import { teamsSystem } from './teams-company.ts';
import { togglSystem } from './toggl-company.ts';
import { zendeskSystem } from './zendesk-company.ts';

export type { RunningSystem, SimulatedSystem, SystemQuestion, TakenRequest } from './simulated-system.ts';

/** What the company works with beside Jira and Harvest. To add one: a line here. */
export const simulatedSystems: readonly SimulatedSystem[] = [
  asanaSystem,
  githubSystem,
  mondaySystem,
  slackSystem,
  teamsSystem,
  zendeskSystem,
  salesforceSystem,
  hubspotSystem,
  togglSystem,
];
