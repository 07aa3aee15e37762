import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, faultsOf, openBrowser } from './testing/browser.ts';
import { type Served, serve } from './testing/served.ts';
import { makeWalk, type Walk } from './testing/walk.ts';

/** Home, a team and a person, as a manager, an employee and hr find them in the simulated company. */
let served: Served;
let browser: Browser;
let page: Page;
let walk: Walk;
/** Somebody of the manager's team, with their page. */
let employee = { name: '', id: '' };

beforeAll(async () => {
  served = await serve({ today: '2026-11-23' });
  browser = await openBrowser(served.address);
  page = browser.page;
  walk = makeWalk(page);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const section = (name: string) => page.getByRole('region', { name, exact: true });
/** Nothing is still being fetched. */
const waiting = () => page.getByText(/^Loading/).count();

async function signIn(email: string): Promise<void> {
  const person = (await walk.people()).find((one) => one.email === email);
  await walk.signInAs(person?.name ?? '');
}
type Choice = Awaited<ReturnType<Walk['people']>>[number];
const withRole = async (role: Choice['roles'][number]) =>
  (await walk.people()).find(({ roles }) => roles.includes(role))?.email ?? '';

async function csvOf(button: string): Promise<string[]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
}

describe('a manager', () => {
  it('sees at home what changed, says that they have seen it, and takes that back', async () => {
    await page.goto('/');
    await signIn(served.manager);
    await page.getByRole('heading', { name: /Who needs you in/ }).waitFor();
    const changed = section('What changed');
    await changed.getByText(/drafted for/).waitFor();
    await changed.getByRole('button', { name: 'I have seen this' }).click();
    await changed.getByText('Nothing has changed.').waitFor();
    await page.reload();
    await changed.getByText('Nothing has changed.').waitFor();
    await changed.getByRole('button', { name: 'Show it again' }).click();
    await changed.getByText(/drafted for/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('sees their team’s weeks against capacity, in words and as CSV', async () => {
    await page
      .getByRole('heading', { name: /Who needs you in/ })
      .getByRole('link')
      .click();
    const workload = section('Workload by week');
    await workload
      .getByRole('cell', { name: /far over/ })
      .first()
      .waitFor();
    expect(await workload.getByRole('columnheader').count()).toBeGreaterThan(8);
    const [head, ...rows] = await csvOf('CSV of the workload by week');
    expect(head).toContain('Hours due,"Due, low 80 %","Due, high 80 %"');
    expect(rows.length).toBe(8 * (await workload.locator('tbody tr').count()));
  });

  it('compares people by their role framework, by name, and never too few of them', async () => {
    const side = section('Side by side');
    await side.getByText('this is no ranking').waitFor();
    await side
      .getByText(/fewer than 5 are never compared/)
      .first()
      .waitFor();
    await side.getByRole('button', { name: 'Open median cycle time side by side' }).click();
    const names = await side
      .getByRole('region', { name: /median cycle time/ })
      .getByRole('link')
      .allTextContents();
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));
    expect(await faultsOf(page)).toEqual([]);
    await side
      .getByRole('region', { name: /median cycle time/ })
      .getByRole('link')
      .first()
      .click();
    await walk.heading(names[0] ?? '').waitFor();
    employee = { name: names[0] ?? '', id: new URL(page.url()).pathname.split('/').at(-1) ?? '' };
  });

  it('opens an indicator with its basis, its chart, its forecast’s interval and its figures', async () => {
    const indicators = section('Indicators');
    await indicators
      .getByText(/n = \d+ · .*% covered · fresh to .* from jira/)
      .first()
      .waitFor();
    await indicators.getByRole('button', { name: 'Open median cycle time' }).click();
    await indicators
      .getByRole('img', { name: /median cycle time by week\. In the week of .* four times in five/ })
      .last()
      .waitFor();
    await indicators.getByText('The figures, week by week').click();
    const figures = indicators.getByRole('region', { name: 'median cycle time by week' });
    await figures
      .getByRole('row', { name: /forecast/ })
      .first()
      .waitFor();
    expect(await waiting()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('prints the summary and the plan without what is only for the screen', async () => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { name: 'Summary', exact: true }).isVisible()).toBe(true);
    for (const hidden of ['Indicators', 'One-to-ones']) expect(await section(hidden).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
  });
});

describe('an employee', () => {
  it('sees the same page of themselves, and who else may', async () => {
    await walk.signInAs(employee.name);
    await section('What is said of you')
      .getByRole('link', { name: /Your summary/ })
      .click();
    await walk.heading(employee.name).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/people/${employee.id}`);
    await page.getByText(/Seen by you and \d+ other people/).click();
    await page.getByText('(in the reporting line)').first().waitFor();
    await page.getByText('(HR)').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('sees no colleague’s figures beside their own, and why', async () => {
    await page.getByRole('link', { name: 'Berth Planning' }).click();
    await section('Side by side')
      .getByText(/are for the managers of the team and for HR/)
      .waitFor();
    await section('Workload by week')
      .getByText(/is for the managers of the team and for HR/)
      .waitFor();
    expect(await page.getByRole('cell', { name: /far over/ }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
  });
});

describe('hr', () => {
  it('sees what was decided and whether it is fair', async () => {
    await signIn(await withRole('hr'));
    await section('Decided lately').getByText('Nothing has been decided yet.').waitFor();
    await section('Is it fair?')
      .getByText(/\d+ proposals? waits? for somebody/)
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('is shown no comparison once the organisation chooses the gentle style', async () => {
    const { items } = await (await page.request.get('/api/teams')).json();
    const team = items.find(({ name }: { name: string }) => name === 'Berth Planning').id;
    const rules = await (await page.request.get('/api/policy')).json();
    const saved = await page.request.put('/api/policy', {
      data: { ...rules, archetype: 'gentle', comparisons_allowed: false },
    });
    expect(saved.status()).toBe(200);
    await page.goto(`/teams/${team}`);
    await section('Side by side')
      .getByText(/compares nobody with anybody/)
      .waitFor();
    await section('Workload by week')
      .getByText(/compares nobody: hours/)
      .waitFor();
  });
});

describe('without the server', () => {
  it('says so, and goes on when it is back', async () => {
    await page.goto('/');
    await walk.heading(/Good day/).waitFor();
    await page.context().setOffline(true);
    await section('What changed').getByRole('button').first().click();
    await section('What changed').getByText('Fairlead does not answer.').waitFor();
    await page.context().setOffline(false);
    expect(browser.complaints.filter((line) => !/ERR_INTERNET_DISCONNECTED/.test(line))).toEqual([]);
  });
});
