import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProposalDetail, ProposalList } from './src/answers.ts';
import type { Answers } from './src/api.generated.ts';
import { type Browser, faultsOf, NARROW, openBrowser } from './testing/browser.ts';
import { makePictures } from './testing/pictures.ts';
import { type Served, serve } from './testing/served.ts';
import { makeWalk, type Walk } from './testing/walk.ts';

/** Decisions as they are made by keyboard alone, on a small phone, by two people at once, and while the server restarts. */
let served: Served;
let browser: Browser;
let page: Page;
let walk: Walk;
let picture: ReturnType<typeof makePictures>;

beforeAll(async () => {
  served = await serve({ today: '2026-11-23' });
  browser = await openBrowser(served.address);
  page = browser.page;
  walk = makeWalk(page);
  picture = makePictures(page);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const isMove = (action: ProposalDetail['actions'][number]) => action.kind === 'reassign_work_item';
const done = (where: Page) => where.getByText('carried out', { exact: true }).waitFor({ timeout: 60_000 });
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });

async function nameOfManager(): Promise<string> {
  const found = (await walk.people()).find((person) => person.email === served.manager);
  return found?.name ?? '';
}

describe('with the keyboard alone', () => {
  it('signs in and finds what can’t wait, first in the inbox', async () => {
    await page.goto('/');
    const search = page.getByLabel('Find by name, title or role');
    await walk.tabTo(search);
    const name = await nameOfManager();
    await page.keyboard.type(name);
    await walk.tabTo(page.getByRole('button', { name }).first());
    await page.keyboard.press('Enter');
    await walk.heading(/Good day/).waitFor();
    await walk.tabTo(page.getByRole('link', { name: 'Inbox' }));
    await page.keyboard.press('Enter');
    await page.locator('a.card').first().waitFor();
    await picture('inbox', 760, { dark: true });
    await page.keyboard.press('?');
    await dialog('Keys').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog('Keys').waitFor({ state: 'detached' });
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    expect(
      await page
        .locator('a.card')
        .first()
        .evaluate((card) => card.matches(':focus-visible')),
    ).toBe(true);
    await page.keyboard.press('Enter');
    await walk.heading(/^Move \d/).waitFor();
  });

  it('types letters into a field without deciding anything', async () => {
    await walk.tabTo(page.getByLabel('Comment'));
    await page.keyboard.type('a reason, and more jars');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByLabel('Comment').inputValue()).toBe('a reason, and more jars');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Shift+Tab');
  });

  it('reads the evidence, keeps fewer moves and approves exactly those', async () => {
    const before = await walk.proposalShown();
    const moves = before.actions.filter(isMove).length;
    await walk.tabTo(page.getByRole('button', { name: 'Evidence 1' }).first());
    await page.keyboard.press('Enter');
    await walk.evidence().getByText('Kept unchanged since').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.keyboard.press('Space');
    await page.keyboard.press('a');
    await dialog(`Keep ${moves - 1} of ${moves}?`).waitFor();
    await picture('question', 760);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('version 2, open until').waitFor();
    await page.keyboard.press('r');
    await dialog('Reject this proposal?').waitFor();
    expect(await page.getByRole('button', { name: 'Reject it' }).isDisabled()).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await dialog('Approve exactly this?').waitFor();
    await page.keyboard.press('Enter');
    await done(page);
    const assigned = (await served.vendorChanges()).filter((change) => change.kind === 'assignee');
    expect(assigned).toHaveLength(moves - 1);
  });

  it('goes on to the next, and back to the inbox', async () => {
    const here = page.url();
    await page.getByRole('link', { name: 'Next' }).waitFor();
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.href !== here);
    await page.getByRole('heading', { name: 'Your decision' }).waitFor();
    await page.keyboard.press('u');
    await walk.heading('Inbox').waitFor();
  });
});

it('on a phone 360 px wide: from the list to a narrowed, approved proposal, never wider than the screen', async () => {
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.setViewportSize(NARROW);
  await page.goto('/inbox?kind=goal_at_risk');
  await page.locator('a.card').first().click();
  await page.getByRole('button', { name: 'Evidence 1' }).first().click();
  await walk.evidence().getByText('Kept unchanged since').waitFor();
  expect(await over()).toBeLessThanOrEqual(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Keep the change of').uncheck();
  await page.getByRole('button', { name: 'Keep 1 of 2' }).click();
  await page.getByText('version 2, open until').waitFor();
  expect(await over()).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Approve exactly this' }).click();
  await done(page);
  expect(await over()).toBeLessThanOrEqual(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 860 });
});

describe('two of hr', () => {
  let talk: ProposalDetail;

  it('get a career talk to decide on once the manager has approved it', async () => {
    const [first] = (await walk.people()).filter(({ roles }) => roles.includes('hr'));
    const headers = { 'x-fairlead-person': first?.email ?? '' };
    const teams = await walk.read<Answers['GET /api/teams']>('/api/teams', headers);
    const team_id = teams.items.find(({ name }) => name === 'Platform')?.id ?? '';
    await walk.runCycle(team_id, first?.email ?? '');
    const found = await walk.read<ProposalList>('/api/interventions?limit=200', headers);
    const proposal = found.items.find(({ kind }) => kind === 'retention_conversation');
    talk = await walk.read<ProposalDetail>(`/api/interventions/${proposal?.id}`, headers);
    expect(talk.chain.map(({ role }) => role)).toEqual(['manager', 'hr']);
    await walk.signInAs(talk.names[talk.chain[0]?.person_ids[0] ?? ''] ?? '');
    await page.goto(`/inbox/${talk.id}?do=approve`);
    await dialog('Approve exactly this?').getByRole('button', { name: 'Approve' }).click();
    await page.getByText('approved version 1').waitFor();
    expect(await page.getByRole('button', { name: 'Approve exactly this' }).count()).toBe(0);
  });

  it('decide at once: one decision stands, and the other one is told whose', async () => {
    const [one, other] = (await walk.people()).filter(({ roles }) => roles.includes('hr'));
    const beside = await openBrowser(served.address);
    try {
      await makeWalk(beside.page).signInAs(other?.name ?? '');
      await walk.signInAs(one?.name ?? '');
      for (const where of [page, beside.page]) {
        await where.goto(`/inbox/${talk.id}`);
        await where.getByRole('button', { name: 'Approve exactly this' }).waitFor();
      }
      const pages = [page, beside.page];
      const told = (where: Page) => where.getByRole('alert').getByText('Somebody was faster.');
      await Promise.all(
        pages.map((where) => where.getByRole('button', { name: 'Approve exactly this' }).click()),
      );
      const late = await Promise.any(
        pages.map((where) =>
          told(where)
            .waitFor()
            .then(() => where),
        ),
      );
      const first = late === page ? other : one;
      await late.getByRole('alert').getByText(`${first?.name} approved it`).waitFor();
      await done(page);
      await done(beside.page);
      expect(await Promise.all(pages.map((where) => told(where).count()))).toEqual(
        pages.map((where) => Number(where === late)),
      );
      expect(await faultsOf(late)).toEqual([]);
      const { history } = await walk.proposalShown();
      expect(history.map(({ type }) => type)).toEqual(['approve', 'approve']);
      const complaints = [...beside.complaints, ...browser.complaints.splice(0)];
      expect(complaints.filter((text) => !text.includes(' 409 '))).toEqual([]);
    } finally {
      await beside.close();
    }
  });

  it('go on where they were when the server has restarted meanwhile', async () => {
    await page.goto('/inbox');
    await page
      .getByRole('status')
      .getByText(/proposal/)
      .waitFor();
    await served.pause();
    await page.getByLabel('State').selectOption('all');
    await page.getByRole('alert').getByText('Fairlead does not answer.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await served.resume();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('a.card', { hasText: talk.title }).getByText('carried out').waitFor();
    expect(page.url()).toContain('state=all');
    expect(browser.complaints.splice(0).filter((text) => !text.includes('net::ERR_'))).toEqual([]);
  });
});

describe('hr looks after the house', () => {
  it('finds an entry in the log, sees that the chain holds, and takes the table along', async () => {
    await page.goto('/audit');
    await page.getByText('chain holds').waitFor();
    await walk.settled();
    await picture('audit', 760, { dark: true });
    await page.getByLabel('What').fill('approved');
    await page.keyboard.press('Enter');
    await page.waitForURL(/what=approved/);
    const table = page.getByRole('region', { name: 'Audit log' });
    await table.getByRole('cell', { name: 'intervention approved' }).first().waitFor();
    expect(await table.getByRole('cell', { name: 'evidence contested' }).count()).toBe(0);
    await table.locator('summary').first().click();
    await table.getByRole('link', { name: 'about the same' }).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV of Audit log' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toBe('fairlead-audit.csv');
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toMatch(/^\ufeffNo\.,When,Who,What,Of,Details,Hash\r\n\d+,20/);
  });

  it('changes the policy after seeing what that changes, and puts it back', async () => {
    await page.goto('/settings');
    const style = page.getByLabel('How performance is managed here');
    await style.waitFor();
    await picture('settings', 1000, { dark: true });
    await style.selectOption('gentle');
    await page.getByRole('button', { name: 'Fill in what' }).click();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'See what changes' }).click();
    await dialog(/changes to the policy/)
      .getByText('Archetype: from')
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the policy' }).click();
    await page.getByRole('button', { name: 'Put back what stood before' }).click();
    await expect.poll(() => style.inputValue()).toBe('dynamic');
    for (const [section, shown] of [
      ['frameworks', 'Engineering'],
      ['model', 'Prompts'],
    ] as const) {
      await page.goto(`/settings/${section}`);
      await page.getByRole('heading', { name: shown, exact: true }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
    }
  });

  it('plants a test, and sees how decisions are made', async () => {
    await page.goto('/approvals');
    await page.getByRole('button', { name: 'Plant a test' }).click();
    const choice = page.getByLabel('Before whom');
    const manager = await nameOfManager();
    const option = await choice.locator('option', { hasText: manager }).first().innerText();
    await choice.selectOption({ label: option });
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Plant it' }).click();
    await page.getByText('1 test planted').waitFor();
    await page.getByRole('region', { name: 'Who decides how' }).getByText(manager).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await picture('approvals', 900, { dark: true });
  });
});

it('no page broke the security policy or failed in a script', () => {
  expect(browser.complaints).toEqual([]);
});
