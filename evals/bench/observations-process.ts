import { deriveObservations } from '#analytics/indicators/derive.ts';
import { makeCompany } from '#analytics/testing/company.ts';
import { addDays } from '#domain/date.ts';

/** `node observations-process.ts PEOPLE WEEKS`: one derivation, its seconds and the process's peak memory as JSON. */
const MONDAY = '2026-01-05';
const [people = 250, weeks = 26] = process.argv.slice(2).map(Number);
const range = { from: MONDAY, to: addDays(MONDAY, 7 * weeks - 1) };
// So that the compiler is warm at every size.
deriveObservations({ ...makeCompany(50, weeks, MONDAY), range });
const company = makeCompany(people, weeks, MONDAY);
const began = performance.now();
const made = deriveObservations({ ...company, range });
const seconds = (performance.now() - began) / 1000;
process.stdout.write(
  JSON.stringify({
    people,
    records: company.records.length,
    observations: made.length,
    seconds,
    // In kilobytes on every system (libuv).
    peak_mb: process.resourceUsage().maxRSS / 1024,
  }),
);
