import type { Claim } from '#domain/draft.ts';
import type { PersonId, TeamId } from '#domain/ids.ts';
import type { ProposalContent } from '#domain/intervention.ts';

export interface Involved {
  id: PersonId;
  name: string;
  team_id: TeamId | null;
}

export interface PlannedMove {
  key: string;
  from_person_id: PersonId;
  to_person_id: PersonId;
  hours: number | null;
  /** The skill or component that makes it fit; null when not known. */
  skill: string | null;
  /** Evidence of the item. */
  citations: string[];
  /** What it takes the receiver, and what handing it over leaves with the giver. */
  receiver_hours?: number;
  handover_hours?: number;
  /** Where the hours are a forecast: its 80 % interval and the closed items it rests on. */
  forecast?: { low: number; high: number; sample: number };
  /** The day by which it should be done; of what is overdue the end of this week. */
  due_on?: string | null;
  /** Of what is overdue: since when. */
  was_due_on?: string | null;
  /** Chances of missing the due date, where it is and with the receiver. */
  late?: { before: number; after: number };
}

/** How good the plan is known to be: `gap` is the share by which a better one could cost less at most. */
export interface Quality {
  proven: boolean;
  gap: number;
}

interface Reasons {
  moves: readonly PlannedMove[];
  load: ProposalContent['load'];
  people: readonly Involved[];
  citations: string[];
  horizon_days: number | null;
  plan?: Quality;
}

const hours = (value: number): string => `${Math.round(value)} h`;
const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const nameIn = (people: readonly Involved[], id: PersonId): string =>
  people.find((person) => person.id === id)?.name ?? 'a colleague';

/** "Move 3 tasks from Ada to Linus and Grace". */
export function titleOf(moves: readonly PlannedMove[], people: readonly Involved[]): string {
  const from = [...new Set(moves.map((move) => nameIn(people, move.from_person_id)))];
  const to = [...new Set(moves.map((move) => nameIn(people, move.to_person_id)))];
  return `Move ${moves.length} ${moves.length === 1 ? 'task' : 'tasks'} from ${list(from)} to ${list(to)}`.slice(
    0,
    200,
  );
}

/** Why, in sentences made by code: the overload, each move, and what it comes to. A title from a source is never part of it. */
export function rationaleOf({ moves, load, people, citations, horizon_days, plan }: Reasons): Claim[] {
  const givers = [...new Set(moves.map((move) => move.from_person_id))];
  const span = horizon_days === null ? 'the coming weeks' : `the next ${horizon_days} days`;
  const overload = load
    .filter((picture) => givers.includes(picture.person_id))
    .map(
      (picture): Claim => ({
        text: `${nameIn(people, picture.person_id)} has ${hours(picture.before_hours)} of open work and ${hours(picture.capacity_hours)} of capacity over ${span}.`,
        citations,
      }),
    );
  const each = moves.map((move): Claim => {
    const fit = move.skill === null ? 'who has room for it' : `who has room and knows ${move.skill}`;
    return {
      text: `${move.key} (${sizeOf(move)}, not started) can go to ${nameIn(people, move.to_person_id)}, ${fit}.${lateWords(move)}`,
      citations: move.citations,
    };
  });
  const after = load
    .filter((picture) =>
      moves.some(
        (move) => move.from_person_id === picture.person_id || move.to_person_id === picture.person_id,
      ),
    )
    .map(
      (picture) =>
        `${nameIn(people, picture.person_id)} would be at ${hours(picture.after_hours)} of ${hours(picture.capacity_hours)}`,
    );
  const everything = [...new Set([...citations, ...moves.flatMap((move) => move.citations)])];
  const best = plan === undefined ? [] : [{ text: qualityWords(plan), citations: everything }];
  return [...overload, ...each, { text: `${AFTERWARDS}${list(after)}.`, citations: everything }, ...best];
}

const AFTERWARDS = 'Afterwards ';
/** What was said of the whole plan isn't true of a part of it. */
const OF_THE_PLAN = /^(?:No better plan|Any other plan|A better plan may)/;

/**
 * The sentences of a proposal of which fewer or other moves are kept: what was said of an unchanged move stays word for
 * word, what a changed one comes to is said anew, and so is how people stand afterwards.
 */
export function revisedRationale(
  claims: readonly Claim[],
  before: readonly { key: string }[],
  unchanged: ReadonlySet<string>,
  reasons: Reasons,
): Claim[] {
  const fresh = rationaleOf(reasons);
  const about = (claim: Claim, key: string) => claim.text.startsWith(`${key} `);
  return claims.flatMap((claim): Claim[] => {
    const of = before.find(({ key }) => about(claim, key));
    if (of !== undefined) return unchanged.has(of.key) ? [claim] : fresh.filter((one) => about(one, of.key));
    if (claim.text.startsWith(AFTERWARDS)) return fresh.filter(({ text }) => text.startsWith(AFTERWARDS));
    return OF_THE_PLAN.test(claim.text) ? [] : [claim];
  });
}

/** "8 h", "8 h, some 10 h for them", "no estimate; by 14 such items 8 h, mostly 3 to 20 h". */
function sizeOf({ hours: own, receiver_hours: theirs, forecast }: PlannedMove): string {
  if (own === null) return 'no estimate';
  const size =
    forecast === undefined
      ? hours(own)
      : `no estimate; by ${forecast.sample} such items ${hours(own)}, mostly ${Math.round(forecast.low)} to ${hours(forecast.high)}`;
  // The usual handover isn't worth a word; what somebody has to read up on is.
  return theirs === undefined || theirs - own < SLOWER_HOURS
    ? size
    : `${size}, some ${hours(theirs)} for them`;
}
const SLOWER_HOURS = 1;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Only where the move changes the chance visibly. */
function lateWords({ due_on, was_due_on, late }: PlannedMove): string {
  const overdue = was_due_on == null ? '' : ` It was due on ${was_due_on}.`;
  if (late === undefined || due_on == null) return overdue;
  if (late.before - late.after < VISIBLE_CHANCE) return overdue;
  if (overdue !== '')
    return `${overdue} The chance that it is still open after ${due_on} falls from ${percent(late.before)} to ${percent(late.after)}.`;
  return ` The chance of missing ${due_on} falls from ${percent(late.before)} to ${percent(late.after)}.`;
}
const VISIBLE_CHANCE = 0.1;

/** A gap of less than this is the rounding of hours. */
const NO_GAP = 0.005;

function qualityWords({ proven, gap }: Quality): string {
  if (proven) return 'No better plan exists within these limits.';
  if (gap < NO_GAP) return 'Any other plan within these limits is at most half a percent better.';
  return `A better plan may exist; within these limits it could save at most ${percent(gap)} of what remains.`;
}
