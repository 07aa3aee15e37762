import type { Locator, Page } from 'playwright-core';
import type { DevPeople, ProposalDetail } from '../src/answers.ts';

/** Ways through the pages that stories share. */
export interface Walk {
  heading(name: string | RegExp): Locator;
  /** The piece of evidence that is open. */
  evidence(): Locator;
  people(): Promise<DevPeople['items']>;
  signInAs(name: string): Promise<void>;
  /** What the API says of the proposal that the page shows. */
  proposalShown(): Promise<ProposalDetail>;
  /** Everything that the page was loading is there. */
  settled(): Promise<void>;
  /** Presses Tab until that has the focus, as somebody without a mouse does. */
  tabTo(target: Locator): Promise<void>;
}

/** More stops than any page has before its content. */
const STOPS = 120;

export function makeWalk(page: Page): Walk {
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, level: 1 });
  return {
    heading,
    evidence: () => page.getByRole('complementary'),
    async people() {
      const answer = await page.request.get('/api/dev/people');
      const { items }: DevPeople = await answer.json();
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
      return await (await page.request.get(`/api/interventions/${id}`)).json();
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
