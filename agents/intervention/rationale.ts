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
}

interface Reasons {
  moves: readonly PlannedMove[];
  load: ProposalContent['load'];
  people: readonly Involved[];
  citations: string[];
  horizon_days: number | null;
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
export function rationaleOf({ moves, load, people, citations, horizon_days }: Reasons): Claim[] {
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
      text: `${move.key} (${move.hours === null ? 'no estimate' : hours(move.hours)}, not started) can go to ${nameIn(people, move.to_person_id)}, ${fit}.`,
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
  return [...overload, ...each, { text: `Afterwards ${list(after)}.`, citations: everything }];
}
