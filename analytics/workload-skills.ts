import { dayOf, daysBetween, type IsoDate } from '#domain/date.ts';
import type { Skill } from '#domain/person.ts';
import type { StoredRecord, WorkItem } from '#domain/record.ts';
import type { PersonOf } from './indicators/attribution.ts';

/** How well somebody knows one thing, and on what ground. */
export interface Proficiency {
  /** Normalised name, see `plainTag`. */
  tag: string;
  /** 0 (knows nothing of it) to 1. */
  level: number;
  declared: boolean;
  /** Closed items of it. */
  closed_items: number;
}

/** "Payments-API" and "payments api" are one skill; + and # stay, for C++ and C#. */
export const plainTag = (tag: string): string =>
  tag
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();

/**
 * What an item is about: its components, or its labels where it has none. Labels beside components mostly say where
 * an item came from ("customer request"), which is no skill.
 */
export function tagsOf(item: { labels: readonly string[]; components: readonly string[] }): string[] {
  const names = item.components.length > 0 ? item.components : item.labels;
  return names.map(plainTag).filter((tag) => tag !== '');
}

/** A declared skill weighs as much as this many closed items: one lucky item proves nothing, ten outweigh a claim. */
const PRIOR_ITEMS = 3;
/** Of a declared skill without level: between "can do it" and "does it well". */
const UNSAID_LEVEL = 0.6;
const LEVELS = 5;
/** What was last done half a year ago is half forgotten (skill decay reviews put it at months to a year). */
const HALF_LIFE_DAYS = 182;
/** About two items of the last half year, or a declared skill of any level but the lowest. */
export const KNOWS_LEVEL = 0.3;

interface Evidence {
  weight: number;
  items: number;
}

/** Closed items by person and tag, those of long ago counting less. */
function evidenceOf(
  records: readonly StoredRecord[],
  personOf: PersonOf,
  asOf: IsoDate,
): Map<string, Map<string, Evidence>> {
  const found = new Map<string, Map<string, Evidence>>();
  for (const { payload, source_id } of records) {
    if (payload.kind !== 'work_item' || payload.status_category !== 'done') continue;
    const person = personOf(source_id, payload.assignee);
    if (person === null) continue;
    const own = found.get(person) ?? new Map<string, Evidence>();
    found.set(person, own);
    const weight = weightOf(payload, asOf);
    for (const tag of new Set(tagsOf(payload))) {
      const before = own.get(tag) ?? { weight: 0, items: 0 };
      own.set(tag, { weight: before.weight + weight, items: before.items + 1 });
    }
  }
  return found;
}

function weightOf(item: WorkItem, asOf: IsoDate): number {
  const age = Math.max(0, daysBetween(dayOf(item.resolved_at ?? item.updated_at), asOf));
  return 0.5 ** (age / HALF_LIFE_DAYS);
}

/**
 * Tells each person's proficiencies, sorted by tag: the declared level (level / 5) as a prior worth three items, drawn
 * towards 1 by what the person closed; without a declaration the prior is 0.
 */
export function makeProficiencies(
  records: readonly StoredRecord[],
  personOf: PersonOf,
  asOf: IsoDate,
): (person: string, skills: readonly Skill[]) => Proficiency[] {
  const evidence = evidenceOf(records, personOf, asOf);
  return (person, skills) => {
    const own = evidence.get(person);
    const declared = new Map<string, number>();
    for (const { name, level } of skills) {
      const tag = plainTag(name);
      const share = level === null ? UNSAID_LEVEL : level / LEVELS;
      declared.set(tag, Math.max(declared.get(tag) ?? 0, share));
    }
    const tags = [...new Set([...declared.keys(), ...(own?.keys() ?? [])])].sort();
    return tags.map((tag): Proficiency => {
      const { weight, items } = own?.get(tag) ?? { weight: 0, items: 0 };
      const prior = declared.get(tag) ?? 0;
      return {
        tag,
        level: (PRIOR_ITEMS * prior + weight) / (PRIOR_ITEMS + weight),
        declared: declared.has(tag),
        closed_items: items,
      };
    });
  };
}
