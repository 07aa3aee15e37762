import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import type { CycleList, DevPeople, ProposalDetail } from '../src/answers.ts';

/** Ways through the pages that stories share. */
export interface Walk {
  /** What the API answers to a GET; asked again while the server is busy, as the pages do. */
  read<Answer>(path: string, headers?: Record<string, string>): Promise<Answer>;
  heading(name: string | RegExp): Locator;
  /** The piece of evidence that is open. */
  evidence(): Locator;
  people(): Promise<DevPeople['items']>;
  signInAs(name: string): Promise<void>;
  /** What the API says of the proposal that the page shows. */
  proposalShown(): Promise<ProposalDetail>;
  /** Runs a team's cycle by the API, as that person, and waits for its end. */
  runCycle(team: string, email: string): Promise<void>;
  /** Everything that the page was loading is there. */
  settled(): Promise<void>;
  /** Presses Tab until that has the focus, as somebody without a mouse does. */
  tabTo(target: Locator): Promise<void>;
}

/** More stops than any page has before its content. */
const STOPS = 120;

/** A cycle takes some seconds; this is a minute and a half. */
const LOOKS = 180;
const PAUSE_MS = 500;
const BUSY = 503;

export function makeWalk(page: Page): Walk {
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });
  const read = async <Answer>(path: string, headers: Record<string, string> = {}): Promise<Answer> => {
    for (let look = 0; ; look += 1) {
      const answer = await page.request.get(path, { headers });
      if (answer.ok()) return await answer.json();
      if (answer.status() !== BUSY || look === LOOKS) throw new Error(`${path}: ${answer.status()}`);
      await delay(PAUSE_MS);
    }
  };
  return {
    read,
    heading,
    evidence: () => page.getByRole('complementary'),
    async people() {
      const { items } = await read<DevPeople>('/api/dev/people');
      return items;
    },
    async signInAs(name) {
      await page.goto('/');
      const out = page.getByRole('button', { name: 'Sign out' });
      await heading(/./).waitFor();
      if (await out.isVisible()) await out.click();
      await page.getByLabel('Find by name, title or role').fill(name);
      await page.getByRole('button', { name }).first().click();
      await heading(/Good day/).waitFor();
    },
    async proposalShown() {
      const id = new URL(page.url()).pathname.split('/').at(-1);
      return await read<ProposalDetail>(`/api/interventions/${id}`);
    },
    async runCycle(team_id, email) {
      const headers = { 'x-fairlead-person': email };
      await page.request.post('/api/cycles', { headers, data: { team_id } });
      for (let look = 0; look < LOOKS; look += 1) {
        const { items } = await read<CycleList>(`/api/cycles?team_id=${team_id}&limit=1`, headers);
        const [cycle] = items;
        if (cycle?.state === 'done') return;
        if (cycle?.state === 'failed') break;
        await delay(PAUSE_MS);
      }
      throw new Error(`the cycle of ${team_id} did not end well`);
    },
    async settled() {
      await page
        .getByText(/^Loading .* …$/)
        .first()
        .waitFor({ state: 'detached' });
    },
    async tabTo(target) {
      await target.waitFor();
      for (let stop = 0; stop < STOPS; stop += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab never reaches ${target}`);
    },
  };
}
