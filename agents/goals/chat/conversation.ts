import { z } from 'zod';
import { isoDate, isoInstant } from '#domain/date.ts';
import { SystemError } from '#domain/errors.ts';
import { clarifiable, goalVisibility, kpiSpec } from '#domain/goal.ts';
import { evidenceId, goalId } from '#domain/ids.ts';
import { languages } from '../vocabulary.ts';

export type Field = z.infer<typeof clarifiable>;

/** Where a conversation may stand. */
export const conversationState = z.enum([
  /** Nothing towards a goal was said yet. */
  'empty',
  /** A wish that nothing measures yet. */
  'forming',
  /** Something is missing and was asked for. */
  'asking',
  /** Several KPIs could be meant, and the person was asked which. */
  'choosing',
  /** All is there; a yes saves it. */
  'confirming',
  'saved',
  'cancelled',
]);
export type ConversationState = z.infer<typeof conversationState>;

export type ConversationEvent =
  | 'found_nothing'
  | 'found_gap'
  | 'found_all'
  | 'was_unclear_which'
  | 'was_saved'
  | 'was_cancelled'
  | 'began_again';

const open: Partial<Record<ConversationEvent, ConversationState>> = {
  found_nothing: 'forming',
  found_gap: 'asking',
  found_all: 'confirming',
  was_unclear_which: 'choosing',
  was_cancelled: 'cancelled',
  began_again: 'empty',
};

/** Every way from one state to another; there are no others. */
export const transitions: Readonly<
  Record<ConversationState, Partial<Record<ConversationEvent, ConversationState>>>
> = {
  empty: open,
  forming: open,
  asking: { ...open, was_saved: 'saved' },
  choosing: { ...open, was_saved: 'saved' },
  confirming: { ...open, was_saved: 'saved' },
  // A correction after saving opens the goal again; another goal begins anew.
  saved: {
    found_gap: 'asking',
    found_all: 'confirming',
    was_unclear_which: 'choosing',
    began_again: 'empty',
    was_saved: 'saved',
  },
  // "Undo" brings back what was given up.
  cancelled: { began_again: 'empty', found_nothing: 'forming', found_gap: 'asking', found_all: 'confirming' },
};

/** @throws SystemError `internal` for a way that isn't in the table: a fault of ours. */
export function moved(conversation: Conversation, event: ConversationEvent): Conversation {
  const state = transitions[conversation.state][event];
  if (state === undefined)
    throw new SystemError('internal', `A conversation that is ${conversation.state} can’t say ${event}.`);
  return { ...conversation, state };
}

const named = z.object({ id: z.string(), name: z.string() });

/** What the organisation's data say of a KPI, as far as the conversation needs it (all of it: `../grounding/`). */
export const grounded = z.object({
  /** The indicator that measures it; null: none does for sure. */
  indicator: named.nullable(),
  /** Whether the nearest might be it. */
  unsure: z.boolean(),
  /** The nearest indicators, where none measures it. */
  nearest: z.array(named),
  /** A usual measure that no connected source gives. */
  other_metric: z.object({ name: z.string(), sources: z.array(z.string()) }).nullable(),
  /** The observed value of today in the KPI's unit, with what it rests on. */
  baseline: z
    .object({
      value: z.number(),
      n: z.int(),
      window: z.string(),
      as_of: isoDate,
      evidence_ids: z.array(evidenceId),
    })
    .nullable(),
  /** What the forecast says of the due date, in the KPI's unit. */
  forecast: z
    .object({
      chance: z.number().min(0).max(1),
      mean: z.number(),
      lower80: z.number(),
      upper80: z.number(),
      lower95: z.number(),
      upper95: z.number(),
      at: isoDate,
    })
    .nullable(),
  minimum_n: z.int(),
  spread: z.number().nullable(),
  unit: z.string().nullable(),
  fresh_until: isoDate.nullable(),
  owner_contributes: z.boolean().nullable(),
});
export type Grounded = z.infer<typeof grounded>;

/** One KPI of the conversation. */
export const card = z.object({
  id: z.string(),
  kpi: kpiSpec,
  /** Its words name no usual measure. */
  unmeasured: z.boolean(),
  /** Asked for, and the person doesn't know or doesn't want to say. */
  skipped: z.array(clarifiable),
  /** Whence its baseline: said, observed, or nothing yet. */
  baseline_from: z.enum(['person', 'data']).nullable(),
  grounded: grounded.nullable(),
  /** The indicator that the person chose; null: found by the words. */
  indicator_id: z.string().nullable(),
  /** What of the data was said already: nobody wants to hear it at every turn. */
  told: z.object({ baseline: z.number().nullable(), chance: z.number().nullable(), nearest: z.boolean() }),
});
export type Card = z.infer<typeof card>;

const content = z.object({
  objective: z.string(),
  /** The person's own words towards the goal. */
  said: z.array(z.string()),
  cards: z.array(card),
  visibility: goalVisibility,
  /** Whose goal: one's own, or the team's that one leads. */
  owner: z.enum(['me', 'team']),
});
export type Content = z.infer<typeof content>;

export const conversation = content.extend({
  /** The shape that this was kept in; a reader of a newer shape knows what to do with it. */
  shape: z.literal(1),
  state: conversationState,
  language: z.enum(languages),
  /** The question that is open. */
  asked: z.object({ card: z.string().nullable(), field: clarifiable }).nullable(),
  /** What was said when it wasn't clear of which KPI. */
  pending: z.string().nullable(),
  /** The KPI that was spoken of last. */
  focus: z.string().nullable(),
  /** Earlier contents, the newest last, for "undo that". */
  history: z.array(content),
  /** How many cards and goals this thread has had: ids are made of it. */
  cards_made: z.int(),
  goals_made: z.int(),
  /** The goal that was kept, which corrections then change. */
  goal_id: goalId.nullable(),
  /** How it was kept: what a cancelled change goes back to. */
  saved_content: content.nullable(),
  /** A bare "no" was answered by a question; the next one means it. */
  declined: z.boolean(),
  last_at: isoInstant.nullable(),
  writer: z.string(),
});
export type Conversation = z.infer<typeof conversation>;

export const freshConversation = (writer: string): Conversation => ({
  shape: 1,
  state: 'empty',
  language: 'en',
  objective: '',
  said: [],
  cards: [],
  visibility: 'line',
  owner: 'me',
  asked: null,
  pending: null,
  focus: null,
  history: [],
  cards_made: 0,
  goals_made: 0,
  goal_id: null,
  saved_content: null,
  declined: false,
  last_at: null,
  writer,
});

/** Another goal in the same thread: what is counted goes on. */
export const begunAgain = (before: Conversation): Conversation => ({
  ...freshConversation(before.writer),
  language: before.language,
  cards_made: before.cards_made,
  goals_made: before.goals_made,
  last_at: before.last_at,
});

// As many steps as anybody takes back one by one.
const MOST_STEPS_BACK = 20;

export const contentOf = ({ objective, said, cards, visibility, owner }: Conversation): Content => ({
  objective,
  said,
  cards,
  visibility,
  owner,
});

/** Keeps what stood before a change. */
export const remembered = (before: Conversation, after: Conversation): Conversation => ({
  ...after,
  history: [...before.history, contentOf(before)].slice(-MOST_STEPS_BACK),
});

const movement = ({ direction }: Card['kpi']) => direction === 'increase' || direction === 'decrease';

/** What a card doesn't say yet, skipped or not, in the order in which it is asked for. */
export function missingOf({ kpi, unmeasured }: Card): Field[] {
  const open = kpi.target === null && kpi.target_range === null && kpi.relative === null;
  const needsBaseline = movement(kpi) || (kpi.relative !== null && kpi.target === null);
  return [
    ...(unmeasured ? (['metric'] as const) : []),
    ...(open ? (['target'] as const) : []),
    ...(kpi.baseline === null && needsBaseline ? (['baseline'] as const) : []),
    ...(kpi.due_iso === null && kpi.direction !== 'maintain' ? (['due'] as const) : []),
  ];
}

/** The next thing to ask for: one at a time. */
export function nextQuestion(item: Conversation): Conversation['asked'] {
  for (const one of item.cards) {
    const field = missingOf(one).find((missing) => !one.skipped.includes(missing));
    if (field !== undefined) return { card: one.id, field };
  }
  return null;
}

/** Where the conversation stands after a change, and what is asked next. */
export function settled(item: Conversation): Conversation {
  if (item.cards.length === 0)
    return moved({ ...item, asked: { card: null, field: 'metric' } }, 'found_nothing');
  const asked = nextQuestion(item);
  return moved({ ...item, asked, pending: null }, asked === null ? 'found_all' : 'found_gap');
}
