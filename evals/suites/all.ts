import type { Suite } from '../runner.ts';
import { backTest } from './back-test.ts';
import { claims } from './claims.ts';
import { company } from './company.ts';
import { abstention, drafting } from './drafting.ts';
import { fairness } from './fairness.ts';
import { goalsExtraction } from './goals-extraction.ts';
import { groundedness } from './groundedness.ts';
import { injectionSuite } from './injection.ts';
import { privacy } from './privacy.ts';
import { rebalancing } from './rebalancing.ts';
import { retrieval } from './retrieval.ts';
import { trajectory } from './trajectory.ts';

export const suites: readonly Suite[] = [
  groundedness,
  claims,
  abstention,
  drafting,
  company,
  fairness,
  trajectory,
  injectionSuite,
  goalsExtraction,
  retrieval,
  backTest,
  rebalancing,
  privacy,
];
