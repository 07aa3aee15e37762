import type { WorkloadConstraint as Constraint, Relaxation, Shortfall } from '#domain/workload.ts';

const hours = (value: number): string => `${Math.round(value * 10) / 10} h`;
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
/** More names than this nobody reads in a sentence. */
const NAMED = 4;
const names = (all: readonly string[]): string => {
  const shown = all.slice(0, NAMED);
  const more = all.length - shown.length;
  const words = more > 0 ? [...shown, `${more} more`] : shown;
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
};

const told: Record<Constraint, (entry: Shortfall['binding'][number]) => string> = {
  skills: ({ items, hours: held, tags }) =>
    `${counted(items, 'item')} (${hours(held)}) need ${tags.length === 0 ? 'something that isn’t said' : names(tags)}, which no colleague with an account there is known to know.`,
  team_capacity: ({ items, hours: held }) =>
    `For ${counted(items, 'item')} (${hours(held)}) nobody who could do them has enough room.`,
  wip_limit: ({ items, hours: held }) =>
    `For ${counted(items, 'item')} (${hours(held)}) everybody who could do them has as many under way as the limit allows.`,
  accounts: ({ items, hours: held }) =>
    `For ${counted(items, 'item')} (${hours(held)}) nobody else has an account where they live.`,
  unknown_hours: ({ items, hours: held }) =>
    held > 0
      ? `${counted(items, 'item')} (${hours(held)}) can’t be planned, because hours aren’t known, of them or of the colleagues’ work.`
      : `${counted(items, 'item')} can’t be planned, because their hours aren’t known.`,
  started_work: ({ items, hours: held }) =>
    `${counted(items, 'item')} (${hours(held)}) are under way and stay.`,
  pinned_work: ({ items, hours: held }) => `${counted(items, 'item')} (${hours(held)}) are pinned and stay.`,
  blocked_work: ({ items, hours: held }) =>
    `${counted(items, 'item')} (${hours(held)}) are blocked and stay.`,
  due_dates: ({ items, hours: held }) =>
    `${counted(items, 'item')} (${hours(held)}) are due too soon to be handed over.`,
  number_of_moves: ({ items, hours: held }) =>
    `${counted(items, 'item')} (${hours(held)}) could move besides, above the number of moves of one plan.`,
  not_worth_it: ({ items, hours: held }) =>
    `${counted(items, 'item')} (${hours(held)}) are too small to be worth handing over.`,
};

/** What is too much, and what stands in the way; the three that hold most. */
export function shortfallSentence({
  over_hours,
  week,
  capacity_hours,
  binding,
}: Pick<Shortfall, 'over_hours' | 'week' | 'capacity_hours' | 'binding'>): string[] {
  const until = week === 1 ? 'this week' : `the next ${week} weeks`;
  return [
    `No allowed move brings it down to capacity: ${hours(over_hours)} too much for ${until}, with ${hours(capacity_hours)} of capacity.`,
    ...binding.slice(0, 3).map((entry) => told[entry.constraint](entry)),
  ];
}

/** What would do, or help. */
export function relaxationSentence(one: Omit<Relaxation, 'sentence'>): string {
  const does = one.sufficient ? 'would do' : 'would help';
  const what = `${names(one.keys)} (${hours(one.hours)})`;
  switch (one.kind) {
    case 'defer':
      return `Putting off ${what} beyond these weeks ${does}.`;
    case 'descope':
      return `Dropping ${what} ${does}; putting off what hasn’t begun is not enough.`;
    case 'split':
      return `Splitting ${names(one.keys)} ${does}: a colleague has room for ${hours(one.hours)} of it.`;
    case 'cross_team':
      return `Letting ${what} go to another team ${does}.`;
    case 'hire': {
      const who = one.tags.length === 0 ? 'somebody' : `somebody who knows ${names(one.tags)}`;
      return `${hours(one.hours)} of work a week by ${who}, for ${counted(one.weeks ?? 1, 'week')}, ${does}.`;
    }
    case 'train':
      return `Having somebody with room learn what ${what} need ${does}.`;
    case 'move_started':
      return `Letting work under way move ${does}: ${what}.`;
    case 'move_pinned':
      return `Letting pinned work move ${does}: ${what}.`;
    case 'fuller_receivers':
      return `Filling colleagues’ weeks to the last hour ${does}: ${what}.`;
    case 'more_moves':
      return `More moves at once ${does}: ${what}.`;
    case 'raise_wip_limit':
      return `Letting colleagues have more under way at once ${does}: ${what}.`;
  }
}
