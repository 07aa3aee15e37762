import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, faultsOf, NARROW, openBrowser } from './testing/browser.ts';
import { type Served, serve } from './testing/served.ts';
import { makeWalk, type Walk } from './testing/walk.ts';

/** A manager says that a sentence is wrong, hr lets the case in, runs a suite and looks after the sources. */
let served: Served;
let browser: Browser;
let walk: Walk;
beforeAll(async () => {
  served = await serve({ today: '2026-11-23' });
  browser = await openBrowser(served.address);
  walk = makeWalk(browser.page);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const WRONG = 'It is wrong';
const nameWith = async (role: 'hr' | 'manager', email?: string): Promise<string> => {
  const people = await walk.people();
  const found = people.find(
    (one) => one.roles.includes(role) && (email === undefined || one.email === email),
  );
  if (found === undefined) throw new Error(`nobody is ${role}`);
  return found.name;
};

it('a manager marks a sentence of a proposal as wrong', async () => {
  const { page } = browser;
  await walk.signInAs(await nameWith('manager', served.manager));
  await page.goto('/inbox');
  await page
    .getByRole('link', { name: /Move \d+ tasks/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Why' }).waitFor();
  await page
    .getByRole('button', { name: /^Say whether this is right/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: WRONG }).click();
  await page.getByText('Noted; HR will look at it.').waitFor();
}, 60_000);

it('hr reads the case, finds no name in it, and lets it in', async () => {
  const { page } = browser;
  await walk.signInAs(await nameWith('hr'));
  await page.goto('/evaluations');
  const card = page.getByRole('listitem').filter({ hasText: 'Said to be wrong' });
  await card.waitFor();
  expect(await card.innerText()).not.toMatch(/Brandvik|BERTH-/);
  await card.getByRole('button', { name: 'Let it in' }).click();
  await card.getByText('joins the suites').waitFor();
}, 60_000);

it('hr runs a suite, reads the verdict and a case, in both schemes and on a phone', async () => {
  const { page } = browser;
  await page.getByRole('checkbox', { name: /^retrieval/ }).check();
  await page.getByRole('button', { name: 'Run retrieval' }).click();
  await page.getByText('A run is going on.').waitFor();
  await page.getByText('every gate met').waitFor({ timeout: 120_000 });
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('heading', { name: /^Evaluation of/ }).waitFor();
  await page.getByRole('heading', { name: 'retrieval' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faultsOf(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const wide = page.viewportSize();
  await page.setViewportSize(NARROW);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  if (wide !== null) await page.setViewportSize(wide);
}, 180_000);

it('a run that is watched moves on by its events alone, in the list and on its page', async () => {
  const { page } = browser;
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'GET' && pathname.startsWith('/api/evaluations')) asked.push(pathname);
  });
  await page.goto('/evaluations');
  // The last of them takes some seconds longer than the others.
  for (const suite of ['goals-extraction', 'rebalancing', 'injection'])
    await page.getByRole('checkbox', { name: new RegExp(`^${suite}`) }).check();
  asked.length = 0;
  await page.getByRole('button', { name: 'Run 3 suites' }).click();
  const status = (text: string) => page.getByRole('status').filter({ hasText: text });
  await status('A run is going on.').waitFor();
  await status('goals-extraction').waitFor({ timeout: 60_000 });
  await page.getByRole('table').getByText('is running').waitFor();
  await page.getByRole('button', { name: 'Watch it' }).click();
  await page.getByRole('heading', { name: /^Evaluation of/ }).waitFor();
  const run = `/api${new URL(page.url()).pathname}`;
  await status('rebalancing').waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'injection' }).waitFor({ timeout: 60_000 });
  // Each page reads once and follows; the end brings the cases, and the other runs to hold it against.
  const list = '/api/evaluations';
  await expect.poll(() => asked).toEqual([list, `${run}/events`, run, `${run}/events`, run, list]);
}, 180_000);

it('a page says that its connection is lost, and goes on by itself when the server is back', async () => {
  const { page, complaints } = browser;
  await page.goto('/evaluations');
  await page.getByRole('checkbox', { name: /^goals-extraction/ }).check();
  await page.getByRole('button', { name: 'Run goals-extraction' }).click();
  await page.getByText('A run is going on.').waitFor();
  await served.pause();
  await page.getByText('The connection to Fairlead is lost').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await served.resume();
  await page.getByText('The connection to Fairlead is lost').waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByText('A run is going on.').waitFor({ state: 'detached', timeout: 90_000 });
  // The browser itself logs that the server was away.
  const away = complaints.splice(0).filter((line) => !/ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(line));
  expect(away).toEqual([]);
}, 240_000);

it('hr joins an account to its person, and takes that back', async () => {
  const { page } = browser;
  await page.goto('/sources');
  await page.getByRole('heading', { name: 'Accounts that belong to nobody yet' }).waitFor();
  await page
    .getByRole('button', { name: /^It is / })
    .first()
    .click();
  await page.getByText('The indicators are being worked out anew.').waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('The indicators are being worked out anew.').waitFor({ state: 'detached' });
  expect(await faultsOf(page)).toEqual([]);
  expect(browser.complaints).toEqual([]);
}, 60_000);
