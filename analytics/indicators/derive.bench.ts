import { performance } from 'node:perf_hooks';
import { addDays } from '#domain/date.ts';
import { makeCompany } from '../testing/company.ts';
import { deriveObservations } from './derive.ts';

export interface DeriveFigures {
  people: number;
  weeks: number;
  records: number;
  observations: number;
  seconds: number;
  /** Growth of the heap over the call, with the result still held. */
  heap_mb: number;
}

const MONDAY = '2026-01-05';

/** Seconds and memory of deriving observations for so many people and weeks. */
export function measureDerive(people: number, weeks: number): DeriveFigures {
  const company = makeCompany(people, weeks, MONDAY);
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const result = deriveObservations({
    ...company,
    range: { from: MONDAY, to: addDays(MONDAY, 7 * weeks - 1) },
  });
  const seconds = (performance.now() - start) / 1000;
  return {
    people,
    weeks,
    records: company.records.length,
    observations: result.length,
    seconds,
    heap_mb: (process.memoryUsage().heapUsed - before) / 2 ** 20,
  };
}

/** A law of growth, as a ratio: time for four times the people over four times the time; 1 is linear. */
export function deriveBench(): { name: string; ratio: number; figures: DeriveFigures[] } {
  measureDerive(50, 26);
  const small = measureDerive(250, 26);
  const large = measureDerive(1000, 26);
  return {
    name: 'observations of 1,000 people against 4 × 250 people',
    ratio: large.seconds / (4 * small.seconds),
    figures: [small, large],
  };
}
