import type { KpiSpec, ParsedGoal } from '#domain/goal.ts';
import type { Act } from './act.ts';
import { answers, applied, cleared } from './change.ts';
import { begunAgain, type Card, type Conversation, moved, remembered, settled } from './conversation.ts';
import { filled, phrasebookOf, type Says } from './phrasebook.ts';

/** What is said first after a step: a phrase of the phrasebook, with its values. */
export interface Lead {
  phrase: keyof Says | null;
  values: Record<string, string>;
  /** Whether the whole is told again, or the changed cards alone. */
  told: 'all' | 'changed' | 'nothing';
  cards: string[];
}

export interface Step {
  conversation: Conversation;
  lead: Lead;
}

const lead = (phrase: Lead['phrase'], over: Partial<Lead> = {}): Lead => ({
  phrase,
  values: {},
  told: 'all',
  cards: [],
  ...over,
});

type ActOf<Kind extends Act['kind']> = Extract<Act, { kind: Kind }>;

/** The words that name a KPI are the person's own; whether they name a usual measure, the grammar said of the goal as a whole. */
const cardOf = (kpi: KpiSpec, id: string, goal: ParsedGoal): Card => ({
  id,
  kpi,
  unmeasured:
    goal.needs_clarification.includes('metric') &&
    kpi.target === null &&
    kpi.target_range === null &&
    kpi.relative === null,
  skipped: [],
  baseline_from: kpi.baseline === null ? null : 'person',
  grounded: null,
  indicator_id: null,
  told: { baseline: null, chance: null, nearest: false },
});

// What the parser returns at most of one text; more in one conversation nobody could confirm.
const MOST_CARDS = 40;

const sameMetric = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

/** A goal, or another result of it. What is said again of a KPI that is there takes the place of what was said. */
export function stated(before: Conversation, { goal, language }: ActOf<'state'>, us: boolean): Step {
  const open = before.cards.length > 0 && before.state !== 'saved' && before.state !== 'cancelled';
  const wish = before.state === 'forming';
  const base: Conversation = open || wish ? before : begunAgain(before);
  const cards = [...base.cards];
  let made = base.cards_made;
  const touched: string[] = [];
  for (const kpi of goal.kpis) {
    const place = cards.findIndex((item) => sameMetric(item.kpi.metric, kpi.metric));
    const known = place >= 0 ? cards[place] : undefined;
    if (known !== undefined) {
      cards[place] = merged(known, kpi);
      touched.push(known.id);
    } else if (cards.length < MOST_CARDS) {
      made += 1;
      cards.push(cardOf(kpi, `k${made}`, goal));
      touched.push(`k${made}`);
    }
  }
  const next: Conversation = {
    ...base,
    language,
    cards,
    cards_made: made,
    objective: wish || open ? base.objective || goal.objective : goal.objective,
    said: [...base.said, goal.text],
    owner: open ? base.owner : us ? 'team' : 'me',
    focus: touched.length === 1 ? (touched[0] ?? null) : null,
    writer: goal.writer,
  };
  const grown = open && cards.length > base.cards.length;
  const after = settled(remembered(base, next));
  return {
    conversation: after,
    lead: open ? lead(grown ? 'added' : 'changed', { cards: touched }) : lead('understood'),
  };
}

/** A KPI said again: what is new counts, what wasn't repeated stays. */
function merged(known: Card, kpi: KpiSpec): Card {
  const target = kpi.target !== null || kpi.target_range !== null || kpi.relative !== null;
  const { kpi: old } = known;
  const next: KpiSpec = {
    ...old,
    direction: kpi.direction === 'achieve' ? old.direction : kpi.direction,
    ...(target
      ? {
          comparator: kpi.comparator,
          target: kpi.target,
          target_range: kpi.target_range,
          relative: kpi.relative,
        }
      : {}),
    baseline: kpi.baseline ?? old.baseline,
    unit: target ? (kpi.unit ?? old.unit) : old.unit,
    window: kpi.window ?? old.window,
    ...(kpi.due === null ? {} : { due: kpi.due, due_iso: kpi.due_iso }),
  };
  return {
    ...known,
    kpi: next,
    baseline_from: kpi.baseline === null ? known.baseline_from : 'person',
    grounded: null,
  };
}

/** A wish that nothing measures yet: its words are kept as the objective. */
export function wished(before: Conversation, { goal, language }: ActOf<'wish'>): Step {
  const base = before.state === 'forming' ? before : begunAgain(before);
  const next = {
    ...base,
    language,
    objective: goal.objective,
    said: [...base.said, goal.text],
    writer: goal.writer,
  };
  return { conversation: settled(remembered(base, next)), lead: lead('not_measurable', { told: 'nothing' }) };
}

const changedCards = (before: Conversation, ids: readonly string[], change: (item: Card) => Card): Card[] =>
  before.cards.map((item) => (ids.includes(item.id) ? change(item) : item));

/** An open conversation; what was saved is opened again by a change. */
export function changed(before: Conversation, { changes }: ActOf<'change'>): Step {
  let cards = before.cards;
  for (const { cards: ids, change } of changes)
    cards = changedCards({ ...before, cards }, ids, (item) => applied(item, change));
  const touched = [...new Set(changes.flatMap((one) => one.cards))];
  const focus = touched.length === 1 ? (touched[0] ?? null) : before.focus;
  const { asked } = before;
  const answered = asked !== null && changes.some(({ change }) => answers(change, asked.field));
  const after = settled(remembered(before, { ...before, cards, focus, pending: null }));
  return {
    conversation: after,
    lead: lead(answered ? 'noted' : 'changed', { told: 'changed', cards: touched }),
  };
}

export function droppedCards(before: Conversation, { cards: ids }: ActOf<'drop'>): Step {
  const gone = before.cards.filter(({ id }) => ids.includes(id));
  const cards = before.cards.filter(({ id }) => !ids.includes(id));
  const { says } = phrasebookOf(before.language);
  const metric = gone.map(({ kpi }) => filled(says.quote, { metric: kpi.metric })).join(', ');
  const next = { ...before, cards, focus: null, pending: null };
  // Without its last KPI nothing is left of the goal.
  if (cards.length === 0)
    return { conversation: left(remembered(before, next)), lead: lead('cancelled', { told: 'nothing' }) };
  return { conversation: settled(remembered(before, next)), lead: lead('dropped', { values: { metric } }) };
}

export function clearedField(before: Conversation, { cards: ids, field }: ActOf<'clear'>): Step {
  const cards = changedCards(before, ids, (item) => cleared(item, field));
  return {
    conversation: settled(remembered(before, { ...before, cards })),
    lead: lead('changed', { told: 'changed', cards: ids }),
  };
}

/** "Skip" or "don't know": the question isn't asked again; what it was about stays unsaid. */
export function skipped(before: Conversation): Step | null {
  const { asked } = before;
  if (asked === null || asked.card === null) return null;
  const ids =
    asked.field === 'due'
      ? before.cards.filter(({ kpi }) => kpi.due_iso === null).map(({ id }) => id)
      : [asked.card];
  const cards = changedCards(before, ids, (item) => ({ ...item, skipped: [...item.skipped, asked.field] }));
  return {
    conversation: settled({ ...before, cards }),
    lead: lead('skipped', { told: 'nothing' }),
  };
}

export function undone(before: Conversation): Step {
  const last = before.history.at(-1);
  if (last === undefined) return { conversation: before, lead: lead('nothing_to_undo', { told: 'nothing' }) };
  const back: Conversation = {
    ...before,
    ...last,
    history: before.history.slice(0, -1),
    focus: null,
    pending: null,
  };
  if (last.cards.length === 0 && last.said.length === 0)
    return { ...restarted(back), conversation: { ...restarted(back).conversation, history: back.history } };
  return { conversation: settled(back), lead: lead('undone') };
}

export function restarted(before: Conversation): Step {
  const empty = before.state === 'empty' ? before : moved(before, 'began_again');
  const next = { ...begunAgain(empty), history: remembered(before, before).history };
  return { conversation: next, lead: lead('began_again', { told: 'nothing' }) };
}

const left = (before: Conversation): Conversation =>
  moved({ ...before, asked: null, pending: null, declined: false }, 'was_cancelled');

/** Given up; a goal that was saved before stays as it was saved. */
export function cancelled(before: Conversation): Step {
  const { state, saved_content } = before;
  if (state === 'empty' || state === 'saved' || state === 'cancelled')
    return { conversation: before, lead: lead('nothing_to_cancel', { told: 'nothing' }) };
  if (saved_content !== null) {
    const back = { ...before, ...saved_content, asked: null, pending: null, declined: false };
    return { conversation: moved(back, 'was_saved'), lead: lead('cancelled_change', { told: 'nothing' }) };
  }
  return { conversation: left(remembered(before, before)), lead: lead('cancelled', { told: 'nothing' }) };
}

/** A bare "no" may mean "not so": the first time it is asked back. */
export function declined(before: Conversation): Step {
  if (before.cards.length === 0 || before.declined) return cancelled(before);
  return { conversation: { ...before, declined: true }, lead: lead('declined', { told: 'nothing' }) };
}

export function shown(before: Conversation, { to }: ActOf<'visibility'>): Step {
  const next = remembered(before, { ...before, visibility: to });
  return { conversation: settled(next), lead: lead(null, { told: 'nothing', values: { visible: to } }) };
}

export function owned(before: Conversation, { to }: ActOf<'owner'>, leads: boolean): Step {
  if (to === 'team' && !leads)
    return { conversation: before, lead: lead('owner_no_team', { told: 'nothing' }) };
  // Another owner's data are other data.
  const cards = before.cards.map((item) =>
    item.baseline_from === 'data'
      ? { ...item, grounded: null, baseline_from: null, kpi: { ...item.kpi, baseline: null } }
      : { ...item, grounded: null },
  );
  const next = remembered(before, { ...before, owner: to, cards });
  return {
    conversation: settled(next),
    lead: lead(to === 'team' ? 'owner_team' : 'owner_me', { told: 'nothing' }),
  };
}

/** Whether a statement speaks of more people than the speaker. */
export const saysUs = (text: string, language: Conversation['language']): boolean =>
  [phrasebookOf(language), phrasebookOf('en')].some(({ hears }) => hears.us.test(text));
