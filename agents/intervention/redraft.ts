import type { Action, ReassignWorkItem } from '#domain/action.ts';
import { UserError } from '#domain/errors.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ProposalContent } from '#domain/intervention.ts';
import { type RevisionContext, reviseProposal } from './revision.ts';

const isMove = (action: Action): action is ReassignWorkItem => action.kind === 'reassign_work_item';

/** Words by which a decider says what they don't want, in the languages that goals are read in. */
const NOT =
  /(?<!\p{L})(?:not|don[’']?t|no|without|except|leave|keeps?|skip|remove|drop|exclude|spare|nicht|ohne|kein[e]?|außer|behält|lass(?:en)?|sans|pas|sauf|laisse[rz]?|sin|salvo|deja[r]?|sem|exceto|deixe|senza|tranne|lascia[re]?)(?!\p{L})/iu;
const ASKS =
  /\?|(?<!\p{L})(?:why|what|how|warum|wieso|wie|pourquoi|comment|por qué|perché|porquê)(?!\p{L})/iu;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const says = (clause: string, words: string): boolean =>
  words !== '' && new RegExp(`(?<![\\p{L}\\p{N}-])${escaped(words)}(?![\\p{L}\\p{N}])`, 'iu').test(clause);

const clausesOf = (comment: string) => comment.split(/[.;!\n]+|(?<=\?)|,?\s+but\s+|,\s+/i).filter(Boolean);

interface Question {
  content: ProposalContent;
  comment: string;
  context: RevisionContext;
}

/** Whom a clause names: by the whole name, or by a first name that only one of them has. */
function peopleIn(clause: string, { people }: RevisionContext): PersonId[] {
  const first = (name: string) => name.split(/\s+/)[0] ?? '';
  const alone = (name: string) => people.filter((one) => first(one.name) === first(name)).length === 1;
  return people.flatMap(({ id, name }) =>
    says(clause, name) || (alone(name) && says(clause, first(name))) ? [id] : [],
  );
}

/** Actions that the comment doesn't want: those it names, and whatever goes to somebody it wants to spare. */
function unwanted({ content, comment, context }: Question): Set<string> {
  const dropped = new Set<string>();
  for (const clause of clausesOf(comment)) {
    if (!NOT.test(clause)) continue;
    const named = content.actions.filter((action) => 'key' in action && says(clause, action.key));
    const spared = named.length > 0 ? [] : peopleIn(clause, context);
    const theirs = content.actions.filter((action) =>
      isMove(action)
        ? spared.includes(action.to_person_id)
        : action.kind === 'schedule_conversation' && spared.includes(action.with_person_id),
    );
    for (const action of [...named, ...theirs]) dropped.add(action.id);
  }
  return dropped;
}

const hours = (value: number) => `${Math.round(value)} h`;

function aboutPerson(id: PersonId, { content, context }: Question): string[] {
  const name = context.people.find((one) => one.id === id)?.name ?? 'They';
  const picture = content.load.find((one) => one.person_id === id);
  if (picture === undefined) return [];
  const { before_hours, after_hours, capacity_hours } = picture;
  return [
    `${name} has ${hours(before_hours)} of open work for ${hours(capacity_hours)} of time, and would have ${hours(after_hours)} after this.`,
  ];
}

function aboutItem(action: Action): string[] {
  if (!isMove(action) || action.hours === null) return [];
  const received =
    action.receiver_hours === undefined ? '' : `, about ${hours(action.receiver_hours)} for the receiver`;
  return [`${action.key} is ${hours(action.hours)} of work where it is now${received}.`];
}

/** What the comment asks about, answered from the figures that the proposal rests on. */
function answersTo(question: Question): string[] {
  const { content, comment, context } = question;
  const asking = clausesOf(comment).filter((clause) => ASKS.test(clause));
  const answers = asking.flatMap((clause) => [
    ...peopleIn(clause, context).flatMap((id) => aboutPerson(id, question)),
    ...content.actions.filter((action) => 'key' in action && says(clause, action.key)).flatMap(aboutItem),
  ]);
  const known = new Set(content.rationale.map((claim) => claim.text));
  return [...new Set(answers)].filter((answer) => !known.has(answer));
}

/** The content without these actions; as it is where nothing would be left, or what is left could not be shown. */
function without(dropped: ReadonlySet<string>, { content, context }: Question): ProposalContent {
  const kept = content.actions.filter((action) => !dropped.has(action.id));
  if (kept.every((action) => action.kind === 'comment_on_work_item')) return content;
  try {
    return reviseProposal(content, { actions: kept.map(({ id }) => ({ id })) }, context).content;
  } catch (error) {
    // The comment stands all the same.
    if (error instanceof UserError) return content;
    throw error;
  }
}

/**
 * What a decider's question or objection makes of a proposal: the actions they don't want left out, and what they asked
 * about answered from the proposal's own figures. Null where nothing of it can be done: the comment then stands for
 * whoever reads the proposal next. Nothing is added that Fairlead didn't propose, so its decider may approve it.
 */
export function redraft(
  content: ProposalContent,
  comment: string,
  context: RevisionContext,
): ProposalContent | null {
  const question = { content, comment, context };
  const dropped = unwanted(question);
  const narrowed = dropped.size === 0 ? content : without(dropped, question);
  const answers = answersTo(question).map((text) => ({ text, citations: [] }));
  if (narrowed === content && answers.length === 0) return null;
  return { ...narrowed, rationale: [...narrowed.rationale, ...answers] };
}
