import type { z } from 'zod';
import type { goalVisibility, ParsedGoal } from '#domain/goal.ts';
import type { Language } from '../vocabulary.ts';
import type { Change } from './change.ts';
import type { Card, Conversation } from './conversation.ts';
import type { FragmentContext } from './fragment.ts';
import type { Command } from './hearing.ts';
import type { Hears } from './phrasebook.ts';

export type Clearable = 'due' | 'target' | 'baseline' | 'window';

/** What a message means in its conversation. Cards are named by id. */
export type Act =
  | { kind: Command; language?: Language }
  | { kind: 'state'; goal: ParsedGoal; language: Language; add: boolean }
  | { kind: 'wish'; goal: ParsedGoal; language: Language }
  | { kind: 'change'; changes: { cards: string[]; change: Change }[] }
  | { kind: 'which' }
  | { kind: 'drop'; cards: string[] }
  | { kind: 'clear'; cards: string[]; field: Clearable }
  | { kind: 'visibility'; to: z.infer<typeof goalVisibility> }
  | { kind: 'owner'; to: 'me' | 'team' }
  | { kind: 'unit_missing'; value: string }
  | { kind: 'question' }
  | { kind: 'unreadable' }
  | { kind: 'too_long'; length: number }
  | { kind: 'unclear' };

export interface Situation {
  today: string;
  fiscal_year_start_month: number;
  /** Of the whole message, where only its beginning is handed in. */
  length?: number;
}

/** A goal is said in a few sentences; what is longer is a document. */
export const LONGEST_MESSAGE = 4000;
// A metric is named in a phrase.
export const LONGEST_METRIC = 120;

/** A message as the parts of the understanding look at it. */
export interface Hearing {
  said: string;
  /** Lower case, without what comes before the point. */
  text: string;
  conversation: Conversation;
  hears: readonly Hears[];
  context: FragmentContext;
}

export const idsOf = (cards: readonly Card[]): string[] => cards.map(({ id }) => id);

/**
 * The KPI meant where none is named: the only one; of an answer the one asked about, of a correction ("make it 2.5")
 * the one spoken of last; null where several may be.
 */
export function meant(conversation: Conversation, says: 'answer' | 'correction' = 'answer'): Card[] | null {
  const { cards, asked, focus } = conversation;
  if (cards.length === 1) return [...cards];
  const wanted = says === 'answer' ? (asked?.card ?? focus) : (focus ?? asked?.card);
  const card = cards.find(({ id }) => id === wanted);
  return card === undefined ? null : [card];
}
