import type { StatusCategory } from '#domain/record.ts';
import type { JiraStatusAnswer } from './answers.ts';

/** Jira's fixed category ids. 1 is "undefined". They are numbers of the product; keys and names have been seen wrong. */
const categoryById: Record<string, StatusCategory> = { 2: 'to_do', 3: 'done', 4: 'in_progress' };
const categoryByKey: Record<string, StatusCategory> = {
  new: 'to_do',
  indeterminate: 'in_progress',
  done: 'done',
};

/**
 * The category that a status says of itself; null when it says none. The id goes before the key: real answers exist
 * with `{"id":3,"key":"new","colorName":"green"}` on a status that means "done".
 */
export function categoryOfStatus(status: JiraStatusAnswer | null | undefined): StatusCategory | null {
  const category = status?.statusCategory;
  return categoryById[String(category?.id ?? '')] ?? categoryByKey[category?.key ?? ''] ?? null;
}

/** Statuses that every Jira was born with, by their fixed ids. */
const builtInById: Record<string, StatusCategory> = {
  1: 'to_do',
  3: 'in_progress',
  4: 'to_do',
  5: 'done',
  6: 'done',
};

/** Names of the statuses in Jira's own workflow templates. Only a fallback for histories that name unknown ones. */
const builtInByName: Record<string, StatusCategory> = {
  open: 'to_do',
  'to do': 'to_do',
  reopened: 'to_do',
  backlog: 'to_do',
  'selected for development': 'to_do',
  'in progress': 'in_progress',
  'in review': 'in_progress',
  'in development': 'in_progress',
  resolved: 'done',
  closed: 'done',
  done: 'done',
};

/** Tells the category of a status that a changelog names. */
export interface StatusLexicon {
  categoryOf(id: string | null, name: string | null): StatusCategory | null;
}

/** Collects what statuses say of themselves; of contradicting ones the most frequent counts. */
export interface StatusLexiconBuilder {
  add(status: JiraStatusAnswer | null | undefined): void;
  build(): StatusLexicon;
}

export function makeStatusLexiconBuilder(): StatusLexiconBuilder {
  const votes = new Map<string, Map<StatusCategory, number>>();
  const vote = (mark: string, category: StatusCategory) => {
    const counts = votes.get(mark) ?? new Map<StatusCategory, number>();
    votes.set(mark, counts.set(category, (counts.get(category) ?? 0) + 1));
  };
  const winner = (mark: string) =>
    [...(votes.get(mark) ?? [])].sort(
      ([a, countA], [b, countB]) => countB - countA || a.localeCompare(b),
    )[0]?.[0];
  return {
    add(status) {
      const category = categoryOfStatus(status);
      if (category === null) return;
      if (status?.id) vote(`id ${status.id}`, category);
      if (status?.name) vote(`name ${status.name.toLowerCase()}`, category);
    },
    build: () => {
      const known = new Map([...votes.keys()].map((mark) => [mark, winner(mark)] as const));
      return {
        categoryOf: (id, name) =>
          known.get(`id ${id}`) ??
          known.get(`name ${name?.toLowerCase()}`) ??
          builtInById[id ?? ''] ??
          builtInByName[name?.toLowerCase() ?? ''] ??
          null,
      };
    },
  };
}

/** A status in which work waits for something. "Waiting for customer" and the like are the normal course of support. */
export const isBlockedStatus = (name: string | null | undefined): boolean =>
  /\bblock(ed|er)\b|\bon[ -]?hold\b|\bimped(ed|iment)\b/i.test(name ?? '');
