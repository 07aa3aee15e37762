import { defineConfig } from 'vitest/config';

// Unit tests are `x.test.ts`. `x.integration.test.ts` runs against a database: the embedded one in `npm test`, a
// real PostgreSQL in `npm run test:postgres`. `x.e2e.test.ts` drives a browser. `x.evals.ts` shows the evaluation suites.
const integration = ['**/*.integration.test.ts'];
const browser = ['**/*.e2e.test.ts'];
const never = ['**/node_modules/**', 'web/dist/**', '.fairlead/**'];
/** Modules are loaded once a worker: nothing here replaces one or keeps state in it, and loading takes as long as testing. */
const isolate = false;

export default defineConfig({
  test: {
    pool: 'forks',
    setupFiles: ['./vitest.setup.ts'],
    // The machines that we measure on have two cores; more forks only share them.
    maxWorkers: 2,
    // Generous: a test that hangs should end, and a slow machine should not decide anything.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: { name: 'architecture', include: ['architecture.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...never, ...integration, ...browser],
          isolate,
        },
      },
      {
        extends: true,
        test: {
          name: 'embedded',
          include: integration,
          exclude: never,
          isolate,
          env: { FAIRLEAD_TEST_DATABASE: 'embedded' },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: integration,
          exclude: never,
          isolate,
          env: { FAIRLEAD_TEST_DATABASE: 'postgres' },
        },
      },
      {
        extends: true,
        test: { name: 'evals', include: ['evals/**/*.evals.ts'], exclude: never },
      },
      {
        extends: true,
        test: { name: 'e2e', include: browser, exclude: never, testTimeout: 180_000, hookTimeout: 180_000 },
      },
    ],
  },
});
