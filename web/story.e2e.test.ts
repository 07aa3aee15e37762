import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DraftList, PersonView, ProposalDetail, ProposalList } from './src/answers.ts';
import { type Browser, faultsOf, openBrowser } from './testing/browser.ts';
import { makePictures } from './testing/pictures.ts';
import { type Served, serve } from './testing/served.ts';
import { makeWalk, type Walk } from './testing/walk.ts';

/**
 * The main job as people meet it, in a real browser, against the real server and the simulated company. Each step
 * goes on from the one before. With FAIRLEAD_PICTURES=1 the pictures of the README are taken on the way.
 */
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

/** Address of the proposal that the manager approves. */
let approved = '';

describe('a manager', () => {
  it('chooses who they are and sees what waits', async () => {
    await page.goto('/');
    await walk.heading('Who are you today?').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const manager = (await walk.people()).find((person) => person.email === served.manager);
    await walk.signInAs(manager?.name ?? '');
    await page.getByRole('heading', { name: 'Waits for your decision' }).waitFor();
    await page.getByText('waits for a decision').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await picture('home', 900);
  });

  it('opens the proposal, and with the keyboard the evidence beside it', async () => {
    await page
      .locator('a.card', { hasText: /Move \d+ tasks/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'What would be done' }).waitFor();
    const citation = page.getByRole('button', { name: 'Evidence 1' }).first();
    await citation.focus();
    await page.keyboard.press('Enter');
    await walk.evidence().getByText('Kept unchanged since').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await picture('proposal', 1660);
    await page.keyboard.press('Escape');
    await walk.evidence().waitFor({ state: 'detached' });
    expect(await citation.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('keeps fewer moves, approves that version, and it is done in Jira', async () => {
    const before = await walk.proposalShown();
    const moves = before.actions.filter(isMove);
    expect(moves.length).toBeGreaterThan(1);
    const left = moves.at(-1);
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('would be done').nth(moves.length).waitFor();
    expect(await served.vendorChanges()).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel(`Keep ${left?.key}`).uncheck();
    await page.getByRole('button', { name: `Keep ${moves.length - 1} of ${moves.length}` }).click();
    await page.getByText('version 2, open until').waitFor();
    expect(await page.getByLabel(`Keep ${left?.key}`).count()).toBe(0);
    await page.getByRole('button', { name: 'Approve exactly this' }).click();
    await page.getByText('carried out', { exact: true }).waitFor({ timeout: 60_000 });
    expect(await faultsOf(page)).toEqual([]);

    const kept = (await walk.proposalShown()).actions.filter(isMove);
    const assigned = (await served.vendorChanges()).filter((change) => change.kind === 'assignee');
    expect(assigned.map((change) => [change.issue_id, change.account]).sort()).toEqual(
      kept.map((move) => [move.external_id, 'to_account' in move && move.to_account]).sort(),
    );
    expect(assigned.some((change) => change.issue_id === left?.external_id)).toBe(false);
    approved = page.url();
  });

  it('reads a summary whose citations open their evidence, and prints it', async () => {
    await page.getByRole('region', { name: 'Moves' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Summary', exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Development plan' }).waitFor();
    await walk.settled();
    await page.getByRole('button', { name: 'Evidence 1' }).first().click();
    await walk.evidence().getByText('Kept unchanged since').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await picture('summary', 1100);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('banner').isVisible()).toBe(false);
    expect(await walk.evidence().isVisible()).toBe(false);
    expect(await page.getByText('Evidence, as kept by Fairlead').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });

  it('runs the cycle of the team and follows it live', async () => {
    await page.locator('.page-head a[href^="/teams/"]').click();
    await page.getByRole('heading', { name: 'What needs attention' }).waitFor();
    await walk.settled();
    expect(await faultsOf(page)).toEqual([]);
    await picture('team', 1300);
    await page.getByRole('button', { name: 'Run the cycle now' }).click();
    await page.getByRole('button', { name: 'Running' }).waitFor();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'Run the cycle now' }).waitFor({ timeout: 90_000 });
    expect(await page.getByText('failed', { exact: true }).count()).toBe(0);
  });

  it('says a goal in plain words, corrects it, and saves a KPI that measures itself', async () => {
    await page.getByRole('link', { name: 'Goals' }).click();
    const words = page.getByLabel('Your words');
    await words.fill('We want to bring our cycle time down to');
    await page.getByText('no-target').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await words.fill('We want to bring our cycle time down to 2 days by end of June');
    await page.keyboard.press('Enter');
    await page.getByText('by median cycle time').waitFor({ timeout: 60_000 });
    await words.fill('make it 3 and move it to October');
    await page.keyboard.press('Enter');
    await page.getByText('31 Oct 2027').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Evidence 1' }).click();
    await walk.evidence().getByText('Kept unchanged since').waitFor();
    await page.keyboard.press('Escape');
    await picture('goals', 1120);
    await page.getByRole('button', { name: 'Save this goal' }).click();
    await page.getByRole('link', { name: 'Cycle time', exact: false }).last().click();
    await page.getByRole('heading', { name: 'Check-ins' }).waitFor();
    await page.getByLabel('Value today').fill('4.2');
    await page.getByRole('button', { name: 'Check in', exact: true }).click();
    await page.getByRole('cell', { name: /^4.2/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('proposes to put it back, which somebody else then decides', async () => {
    await page.goto(approved);
    await page.getByRole('button', { name: 'Propose to put it back' }).click();
    await walk.heading(/^Take back: Move/).waitFor();
    const proposal = await walk.proposalShown();
    expect(proposal).toMatchObject({ kind: 'undo', state: 'awaiting_approval', may_decide: false });
    expect(await page.getByRole('button', { name: 'Approve exactly this' }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('sees in the ledger what was carried out, and that it is too early to tell', async () => {
    await page.getByRole('link', { name: 'Outcomes' }).click();
    await walk.heading('Outcomes').waitFor();
    await page.getByText('too early', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Left alone' }).click();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('chooses the dark scheme, which stays', async () => {
    const scheme = () => page.evaluate(() => document.documentElement.dataset.colorScheme);
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.reload();
    expect(await scheme()).toBe('dark');
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await scheme()).toBe('light');
  });
});

/** Id of the evidence that the employee contests. */
let contested = '';

describe('an employee', () => {
  it('reads what is said of them and contests an item', async () => {
    const proposals = await walk.read<ProposalList>('/api/interventions');
    const move = proposals.items.flatMap(({ actions }) => actions).find(isMove);
    const person = move !== undefined && 'from_person_id' in move ? move.from_person_id : '';
    const { name } = await walk.read<PersonView>(`/api/people/${person}`);
    await walk.signInAs(name);
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /Your summary/ }).click();
    const shown = page.waitForResponse(/\/api\/evidence\/evd_/);
    await page.getByRole('button', { name: 'Evidence 1' }).first().click();
    contested = new URL((await shown).url()).pathname.split('/').at(-1) ?? '';
    await page.getByLabel(/Is this wrong/).fill('Two of these items were closed by a colleague.');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Contest this item' }).click();
    await walk.evidence().getByText('contested', { exact: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('finds it left out of the next summary', async () => {
    const person = page.url().split('/').at(-1);
    const newest = async () => {
      const { items } = await walk.read<DraftList>(`/api/summaries?person_id=${person}&limit=1`);
      const [draft] = items;
      return { id: draft?.id, text: JSON.stringify(draft) };
    };
    const before = await newest();
    expect(before.text).toContain(contested);
    const { team_id } = await walk.read<PersonView>(`/api/people/${person}`);
    await walk.runCycle(team_id ?? '', served.manager);
    const after = await newest();
    expect(after.id).not.toBe(before.id);
    expect(after.text).not.toContain(contested);
    await page.reload();
    await page.getByRole('heading', { name: 'Summary', exact: true }).waitFor();
  });
});

describe('hr', () => {
  it('finds the decision and the contest in the audit log, and the state of the sources', async () => {
    const hr = (await walk.people()).find(({ roles }) => roles.includes('hr'));
    await walk.signInAs(hr?.name ?? '');
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('cell', { name: 'intervention approved' }).first().waitFor();
    await page.getByRole('cell', { name: 'evidence contested' }).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Sources' }).click();
    await page.getByRole('heading', { name: 'jira' }).waitFor();
    await page.getByRole('heading', { name: 'Accounts that belong to nobody yet' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByLabel('State').selectOption('all');
    await page.locator('a.card').getByText('carried out', { exact: true }).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is told when a page does not exist, is not theirs, or the server is gone', async () => {
    await page.goto('/nowhere');
    await walk.heading('No such page').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto('/people/per_nobody');
    await page.getByRole('alert').getByText('That is not there').waitFor();
    expect(browser.complaints.splice(0).filter((text) => !/ 404 |net::ERR_/.test(text))).toEqual([]);
    await page.route('**/api/sources', (route) => route.abort());
    await page.goto('/sources');
    await page.getByRole('alert').getByText('Fairlead does not answer.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.unroute('**/api/sources');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'jira' }).waitFor();
    expect(browser.complaints.splice(0).filter((text) => !text.includes('net::ERR_'))).toEqual([]);
  });

  it('waits a moment where the server is busy, and then reads on', async () => {
    let busy = 2;
    await page.route('**/api/sources', (route) =>
      busy-- > 0 ? route.fulfill({ status: 503, json: {} }) : route.continue(),
    );
    await page.goto('/sources');
    await page.getByRole('heading', { name: 'jira' }).waitFor();
    expect(busy).toBeLessThan(0);
    await page.unroute('**/api/sources');
  });
});

it('the look at each page would have found a fault', async () => {
  await page.evaluate(() => {
    const wide = document.createElement('img');
    wide.src = '/favicon.svg';
    wide.width = 500;
    document.querySelector('main')?.append(wide);
  });
  const faults = (await faultsOf(page)).map((fault) => fault.split(' ').slice(0, 2).join(' '));
  expect(faults).toContain('light: image-alt:');
  expect(faults.at(-1)).toMatch(/px$/);
});

it('no page broke the security policy or failed in a script', () => {
  expect(browser.complaints).toEqual([]);
});
