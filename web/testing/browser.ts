import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from 'playwright-core';

/** Debian's Chromium, with nothing that calls home. */
const CHROMIUM = '/usr/bin/chromium';
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Grey edges of letters: pictures are smaller, and the same on every screen.
  '--disable-lcd-text',
];
const WIDE = { width: 1280, height: 860 };
/** A small phone. */
export const NARROW = { width: 360, height: 740 };

export interface Browser {
  page: Page;
  /** What the console said that a page should never cause: errors of scripts, refusals by the security policy. */
  complaints: string[];
  close(): Promise<void>;
}

/** A page of a profile of its own. */
export async function openBrowser(address: string): Promise<Browser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'fairlead-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: quiet,
    baseURL: address,
    viewport: WIDE,
    colorScheme: 'light',
  });
  const [page = await context.newPage()] = context.pages();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // An answer that is refused (not signed in yet) or put off (the page asks again) is an answer; the browser logs it
    // all the same.
    const answered = /^Failed to load resource: .* (?:401|503)/.test(message.text());
    if (message.type() === 'error' && !answered)
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  return {
    page,
    complaints,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * What is wrong with the page as it stands: axe's findings in both colour schemes, and whether it is wider than a
 * small phone. An empty list is what one wants.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const chosen = await page.evaluate(() => document.documentElement.dataset.colorScheme ?? 'light');
  for (const scheme of ['light', 'dark']) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset.colorScheme = wanted;
    }, scheme);
    // Legacy mode spares a second tab: our pages have no frames.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    // All but contrast is the same in both schemes.
    if (scheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    for (const { id, nodes } of violations)
      faults.push(`${scheme}: ${id}: ${nodes.map((node) => node.html).join(' ')}`);
  }
  await page.evaluate((wanted) => {
    document.documentElement.dataset.colorScheme = wanted;
  }, chosen);
  const before = page.viewportSize() ?? WIDE;
  await page.setViewportSize(NARROW);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) faults.push(`${over} px wider than a small phone`);
  await page.setViewportSize(before);
  return faults;
}
