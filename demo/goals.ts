import { addDays, type IsoDate } from '#domain/date.ts';
import { cast } from './behaviour.ts';
import { MAIL_DOMAIN } from './roster.ts';

/** A goal of somebody at Capstan Quay with what they wrote down on it. */
export interface DemoGoal {
  owner_email: string;
  objective: string;
  kpi: {
    metric: string;
    direction: 'increase' | 'decrease';
    comparator: '>=' | '<=';
    baseline: number;
    target: number;
    unit: string;
    due_iso: IsoDate;
  };
  set_on: IsoDate;
  /** Oldest first. */
  check_ins: { on: IsoDate; value: number; comment: string | null }[];
}

const BEHIND_WEEKS = 12;
/** Down by half a conflict a week, where a whole one was meant. */
const behindValues = [24, 24, 23, 23, 22, 23, 22, 21, 21, 20, 20, 19];

const SILENT_FOR_DAYS = 48;
const silentValues = [38, 41, 43, 47, 50];

/** Goals on which something is to be seen: one that falls behind, and one that nobody has spoken of for weeks. */
export function demoGoals(anchor: IsoDate): DemoGoal[] {
  const began = addDays(anchor, -7 * BEHIND_WEEKS - 2);
  const lastWord = addDays(anchor, -SILENT_FOR_DAYS);
  return [
    {
      owner_email: `${cast.behind}@${MAIL_DOMAIN}`,
      objective: 'Planners no longer have to resolve crane conflicts by hand',
      kpi: {
        metric: 'crane conflicts resolved by hand a week',
        direction: 'decrease',
        comparator: '<=',
        baseline: 24,
        target: 12,
        unit: 'count',
        due_iso: addDays(anchor, 18),
      },
      set_on: began,
      check_ins: behindValues.map((value, week) => ({
        on: addDays(anchor, -7 * (BEHIND_WEEKS - week) + 3),
        value,
        comment: null,
      })),
    },
    {
      owner_email: `${cast.silent}@${MAIL_DOMAIN}`,
      objective: 'The map opens fast on the tablets on deck',
      kpi: {
        metric: 'share of map views that open within two seconds',
        direction: 'increase',
        comparator: '>=',
        baseline: 38,
        target: 80,
        unit: 'percent',
        due_iso: addDays(anchor, 64),
      },
      set_on: addDays(lastWord, -70),
      check_ins: silentValues.map((value, turn) => ({
        on: addDays(lastWord, -14 * (silentValues.length - 1 - turn)),
        value,
        comment: null,
      })),
    },
  ];
}
