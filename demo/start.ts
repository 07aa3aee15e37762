import path from 'node:path';
import { z } from 'zod';
import { daysBetween, type IsoDate } from '#domain/date.ts';
import { SystemError } from '#domain/errors.ts';
import type { JsonValue } from '#domain/json.ts';
import { rememberBeginning } from './beginning.ts';
import { openChangeLog } from './change-log.ts';
import { type Company, generateCompany } from './company.ts';
import type { DemoGoal } from './goals.ts';
import type { AccessGrant } from './people-file.ts';
import type { Story } from './stories.ts';
import { simulatedSystems, type TakenRequest } from './systems.ts';
import type { JiraDataset, VendorServer } from './vendors/datasets.ts';
import { startHarvestServer } from './vendors/harvest-server.ts';
import { startJiraServer } from './vendors/jira-server.ts';
import { applyMutation, type VendorMutation } from './vendors/mutations.ts';

export interface DemoQuestion {
  /** Fairlead's data folder; the demo keeps its own files in `demo/` below it. */
  data_dir: string;
  /** The day it is now. At the first start it becomes the anchor of the history. */
  today: IsoDate;
  /** Counts at the first start only; later ones go on with what was chosen then. */
  seed?: string;
  ports?: { jira: number; harvest: number };
}

export interface DemoSystem {
  vendor: string;
  url: string;
  credentials: Record<string, string>;
  settings: Record<string, JsonValue>;
}

export interface Demo {
  organisation: string;
  anchor: IsoDate;
  jira: { url: string; email: string; token: string };
  harvest: { url: string; account_id: string; token: string };
  /** The other systems, ready to be set up as sources. */
  systems: DemoSystem[];
  people_csv: string;
  grants: AccessGrant[];
  goals: DemoGoal[];
  /** The team of the overloaded engineer, and who leads it. */
  default_team: string;
  default_manager_email: string;
  stories: Story[];
  close(): Promise<void>;
}

const commentSchema = z.object({
  id: z.string(),
  author: z.object({ accountId: z.string(), displayName: z.string() }),
  body: z.unknown(),
  created: z.string(),
  updated: z.string(),
  properties: z.array(z.object({ key: z.string(), value: z.unknown() })).exactOptional(),
});
const mutationSchema = z.discriminatedUnion('kind', [
  z.object({
    vendor: z.literal('jira'),
    kind: z.literal('assignee'),
    issue_id: z.string(),
    account: z.string().nullable(),
    by: z.string(),
    history_id: z.string(),
    at: z.string(),
  }),
  z.object({
    vendor: z.literal('jira'),
    kind: z.literal('comment'),
    issue_id: z.string(),
    comment: commentSchema,
  }),
]);

const takenSchema = z.object({
  vendor: z.string(),
  method: z.string(),
  path: z.string(),
  body: z.json(),
  at: z.string(),
});

/** Does Jira's changes again, and returns those that other systems took. */
function replay(dataset: JiraDataset, kept: readonly unknown[], file: string): TakenRequest[] {
  const others: TakenRequest[] = [];
  kept.forEach((change, index) => {
    const taken = takenSchema.safeParse(change);
    if (taken.success) {
      others.push(taken.data);
      return;
    }
    const parsed = mutationSchema.safeParse(change);
    if (!parsed.success) {
      const message = `${file}, line ${index + 1}, is not a change that this Fairlead knows: ${z.prettifyError(parsed.error)}`;
      throw new SystemError('internal', message, { file, line: index + 1 });
    }
    applyMutation(dataset, parsed.data);
  });
  return others;
}

/** The real time of day on `today`, and on the days after it when the process runs on. */
function makeVendorClock(today: IsoDate): () => Date {
  const shift = daysBetween(new Date().toISOString().slice(0, 10), today) * 86_400_000;
  return () => new Date(Date.now() + shift);
}

const shown = (company: Company) => ({
  organisation: company.organisation,
  anchor: company.anchor,
  people_csv: company.people_csv,
  grants: company.grants,
  goals: company.goals,
  default_team: company.default_team,
  default_manager_email: company.default_manager_email,
  stories: company.stories,
});

/**
 * Serves the simulated company's Jira and Harvest on loopback. History is the same at every start in a folder; every
 * change that was answered is there again, once, also after a kill.
 * @throws SystemError `internal` where the folder's files are of another version or were edited.
 */
export async function startDemo({ data_dir, today, seed, ports }: DemoQuestion): Promise<Demo> {
  const folder = path.join(data_dir, 'demo');
  const beginning = rememberBeginning(folder, { today, seed });
  const company = generateCompany(beginning);
  const file = path.join(folder, 'changes.jsonl');
  const log = openChangeLog(file);
  try {
    const taken = replay(company.jira, log.kept, file);
    const open: VendorServer[] = [];
    const now = makeVendorClock(today);
    const close = () => Promise.all(open.map((server) => server.close()));
    try {
      const jira = await startJiraServer(company.jira, {
        port: ports?.jira ?? 0,
        now,
        onChange: (mutation: VendorMutation) => log.append(mutation),
      });
      open.push(jira);
      const harvest = await startHarvestServer(company.harvest, { port: ports?.harvest ?? 0 });
      open.push(harvest);
      const systems: DemoSystem[] = [];
      for (const { vendor, start } of simulatedSystems) {
        const { server, credentials, settings } = await start({
          members: company.lives.map(({ history }) => history.member),
          lives: company.lives,
          seed: company.seed,
          anchor: company.anchor,
          now,
          port: 0,
          kept: taken.filter((request) => request.vendor === vendor),
          onTaken: (request) => log.append(request),
        });
        open.push(server);
        systems.push({ vendor, url: server.url, credentials, settings });
      }
      return {
        ...shown(company),
        jira: { url: jira.url, ...company.jira.credentials },
        harvest: { url: harvest.url, ...company.harvest.credentials },
        systems,
        close: async () => {
          await close();
          log.close();
        },
      };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    log.close();
    throw error;
  }
}
