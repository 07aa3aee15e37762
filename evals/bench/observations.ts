import { deriveBench } from '#analytics/indicators/derive.bench.ts';
import type { Bench } from './bench.ts';
