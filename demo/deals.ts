import { addDays } from '#domain/date.ts';
import { historyStart } from './calendar.ts';
import type { Random } from './random.ts';
import type { Member } from './roster.ts';
import type { SystemQuestion } from './simulated-system.ts';

/** Days before the history begins from which deals are there, so that its first week has a pipeline already. */
const WARM_UP_DAYS = 90;
const DAY = 86_400_000;
const HOUR = 3_600_000;

export interface Deal {
  index: number;
  owner: Member;
  amount: number;
  /** The last one is where it stands. */
  stages: { at: number; stage: string }[];
  state: 'open' | 'won' | 'lost';
  /** The day that its owner expects, or that it was closed on. */
  close: number;
}

export interface DealShape {
  /** Of one owner, in a week. */
  a_week: number;
  stages: readonly string[];
  won: string;
  lost: string;
  win_rate: number;
  /** Days from the first stage to the end. */
  cycle: number;
  /** Median, in euros. */
  amount: number;
}

/** Deals of these owners up to the anchor, as they went through their stages; those not done yet are open. */
export function makeDeals(
  { anchor, weeks }: Pick<SystemQuestion, 'anchor' | 'weeks'>,
  owners: readonly Member[],
  shape: DealShape,
  random: Random,
): Deal[] {
  const first = Date.parse(`${addDays(historyStart(anchor, weeks), -WARM_UP_DAYS)}T08:00:00Z`);
  const end = Date.parse(`${anchor}T00:00:00Z`);
  const drafts = owners.flatMap((owner) => {
    const from = Math.max(first, Date.parse(`${owner.start_date}T08:00:00Z`));
    const count = random.poisson((shape.a_week * (end - from)) / (7 * DAY));
    return Array.from({ length: count }, () => ({ owner, at: random.between(from, end - HOUR) }));
  });
  return drafts
    .toSorted((a, b) => a.at - b.at)
    .map(({ owner, at }, index) => liveOne({ index, owner, at, end }, shape, random));
}

function liveOne(
  { index, owner, at, end }: { index: number; owner: Member; at: number; end: number },
  shape: DealShape,
  random: Random,
): Deal {
  const days = Math.max(4, random.lognormal(shape.cycle, 0.5));
  const wins = random.chance(shape.win_rate);
  // Who loses does so anywhere on the way.
  const passed = wins ? shape.stages.length : random.int(1, shape.stages.length);
  const step = (days * DAY) / shape.stages.length;
  const way = shape.stages
    .slice(0, passed)
    .map((stage, place) => ({ at: Math.round(at + place * step), stage }));
  const closing = { at: Math.round(at + passed * step), stage: wins ? shape.won : shape.lost };
  const stages = [...way, closing].filter((move) => move.at < end);
  const closed = stages.at(-1) === closing;
  return {
    index,
    owner,
    amount: Math.round(random.lognormal(shape.amount, 0.7) / 100) * 100,
    stages,
    state: !closed ? 'open' : wins ? 'won' : 'lost',
    close: closed ? closing.at : Math.max(end + 3 * DAY, at + days * DAY),
  };
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
