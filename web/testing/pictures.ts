import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { withPalette } from './palette.ts';

const folder = path.join(import.meta.dirname, '../../docs/pictures');
const isWanted = process.env.FAIRLEAD_PICTURES === '1';

/** Takes a picture of the page for the README where FAIRLEAD_PICTURES=1; `NAME-dark` too where that is asked for. */
export function makePictures(page: Page) {
  const shoot = async (name: string) =>
    await writeFile(
      path.join(folder, `${name}.png`),
      await withPalette(page.context(), await page.screenshot()),
    );
  /** `height` in px: as much of the page as a reader should see. */
  return async (name: string, height: number, { dark = false } = {}): Promise<void> => {
    if (!isWanted) return;
    const before = page.viewportSize();
    await page.setViewportSize({ width: 1280, height });
    await page.mouse.move(0, 0);
    await page.evaluate(() => window.scrollTo(0, 0));
    await shoot(name);
    if (dark) {
      const paint = (scheme: string) =>
        page.evaluate((wanted) => {
          document.documentElement.dataset.colorScheme = wanted;
        }, scheme);
      await paint('dark');
      await shoot(`${name}-dark`);
      await paint('light');
    }
    if (before !== null) await page.setViewportSize(before);
  };
}
