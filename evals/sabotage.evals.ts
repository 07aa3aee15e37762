import { describe, expect, test } from 'vitest';
import { cellOf, writerSuites } from './sabotage/table.ts';
import { sabotages, unspoilt } from './sabotage/writers.ts';

const suites = await writerSuites();
const quiet = new AbortController().signal;

describe('the suites that judge a writer', () => {
  test.each(suites)('$name lets the offline writer through', async (suite) => {
    const cell = await cellOf(suite, unspoilt, quiet);
    expect(cell).toMatchObject({ met: true });
    expect(cell.total).toBeGreaterThan(10);
  });

  const pairs = sabotages.flatMap((sabotage) =>
    Object.entries(sabotage.caught_by).map(([name, kind]) => ({ ...sabotage, name, kind })),
  );
  test.each(pairs)('$name catches a writer that $does', async ({ name, kind, make }) => {
    const suite = suites.find((one) => one.name === name);
    if (suite === undefined) throw new Error(`There is no suite ${name}.`);
    const cell = await cellOf(suite, make(), quiet);
    expect(cell.met).toBe(false);
    expect(cell.kinds).toContain(kind);
  });
});
