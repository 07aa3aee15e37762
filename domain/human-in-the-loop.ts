import { z } from 'zod';
import type { Action } from './action.ts';
import { invalidInput } from './errors.ts';
import {
  type DecisionRequest,
  type DecisionType,
  decisionRequest,
  type Intervention,
  interventionKind,
  proposalEdits,
} from './intervention.ts';

/** What an editor may change of one action, with what it does in words. */
const editableAction = z.looseObject({ id: z.string(), does: z.string() });
const actionArguments = z.object({ actions: z.array(editableAction) });

/**
 * A proposal as those who review agents' actions expect it: the shape of LangChain's human-in-the-loop middleware
 * (`action_requests`, `review_configs`) and that of agent-inbox (`action_request`, `config`, `description`) in one. The
 * whole proposal is one request: what is approved is the set that was shown.
 * Sources: docs.langchain.com/oss/python/langchain/human-in-the-loop; github.com/langchain-ai/agent-inbox.
 */
export const humanInterrupt = z.object({
  intervention_id: z.string(),
  version: z.int(),
  hash: z.string(),
  /** `manager` or `hr`. */
  waits_for: z.string(),
  action_requests: z.array(
    z.object({
      name: interventionKind,
      args: actionArguments,
      arguments: actionArguments,
      description: z.string(),
    }),
  ),
  review_configs: z.array(
    z.object({
      action_name: interventionKind,
      allowed_decisions: z.array(z.enum(['approve', 'edit', 'reject', 'respond'])),
    }),
  ),
  action_request: z.object({ action: interventionKind, args: actionArguments }),
  config: z.object({
    allow_accept: z.boolean(),
    allow_edit: z.boolean(),
    allow_respond: z.boolean(),
    allow_ignore: z.boolean(),
  }),
  description: z.string(),
});
export type HumanInterrupt = z.infer<typeof humanInterrupt>;

/** The parts of an action that an edit may change, as `proposalEdits` names them. */
function editable(action: Action): z.infer<typeof editableAction> {
  const named = { id: action.id, does: sentenceOf(action) };
  switch (action.kind) {
    case 'reassign_work_item':
      return { ...named, to_person_id: action.to_person_id };
    case 'schedule_conversation':
      return { ...named, by: action.by, topics: action.topics };
    case 'revise_goal':
      return { ...named, target: action.target, due_iso: action.due_iso };
    case 'comment_on_work_item':
      return named;
  }
}

function sentenceOf(action: Action): string {
  switch (action.kind) {
    case 'reassign_work_item':
      return `Reassign ${action.key} from ${action.from_person_id} to ${action.to_person_id}`;
    case 'comment_on_work_item':
      return `Comment on ${action.key}: ${action.text}`;
    case 'schedule_conversation':
      return `A conversation of ${action.host_person_id} with ${action.with_person_id} by ${action.by}: ${action.topics.join('; ')}`;
    case 'revise_goal':
      return `Set “${action.title}” to ${action.target ?? 'the same target'} by ${action.due_iso ?? 'the same date'}`;
  }
}

const asText = ({ title, rationale, actions }: Intervention): string =>
  [
    title,
    ...rationale.map((claim) => claim.text),
    ...actions.map((action) => `- ${sentenceOf(action)}`),
  ].join('\n');

/** What the gate of the graph interrupts with, and what `GET …/interrupt` answers. */
export function interruptOf(found: Intervention): HumanInterrupt {
  const args = { actions: found.actions.map(editable) };
  const description = asText(found);
  return {
    intervention_id: found.id,
    version: found.version,
    hash: found.hash,
    waits_for: found.chain[found.step]?.role ?? '',
    action_requests: [{ name: found.kind, args, arguments: args, description }],
    review_configs: [
      { action_name: found.kind, allowed_decisions: ['approve', 'edit', 'reject', 'respond'] },
    ],
    action_request: { action: found.kind, args },
    config: { allow_accept: true, allow_edit: true, allow_respond: true, allow_ignore: true },
    description,
  };
}

/** Which version was shown, for shapes that have no place for it. */
export interface ShownVersion {
  version?: number | undefined;
  hash?: string | undefined;
}

const words: Record<string, DecisionType> = {
  approve: 'approve',
  accept: 'approve',
  edit: 'edit',
  reject: 'reject',
  ignore: 'reject',
  respond: 'respond',
  response: 'respond',
};

const editedAction = z.looseObject({
  name: z.string().optional(),
  action: z.string().optional(),
  args: z.unknown().optional(),
  arguments: z.unknown().optional(),
});

/** One decision of LangChain's (either spelling) or one answer of agent-inbox's. */
const reviewed = z.looseObject({
  type: z.enum(Object.keys(words) as [string, ...string[]]),
  message: z.string().optional(),
  comment: z.string().optional(),
  edited_action: editedAction.optional(),
  editedAction: editedAction.optional(),
  args: z.unknown().optional(),
});
type Reviewed = z.infer<typeof reviewed>;

const wrapped = z.looseObject({
  decisions: z.array(reviewed),
  version: z.int().positive().optional(),
  hash: z.string().optional(),
});

const described = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });

/** What may be posted as a decision; `readDecision` reads it and says what is wrong with it. */
export const decisionBody = z.unknown().meta({
  anyOf: [described(decisionRequest), described(wrapped), described(z.array(reviewed))],
});

const shapes =
  'A decision is {"version","hash","type":"approve"|"edit"|"reject"|"respond"}, {"decisions":[{"type":…}]} or [{"type":"accept"|"edit"|"response"|"ignore"}].';

/**
 * Reads a decision in any of the three shapes. The version and hash that it is about come with it or beside it (`shown`):
 * without them nobody knows what was shown, and nothing is decided. Arguments that come back with an approval are
 * ignored: what runs is what is stored.
 * @throws UserError `invalid-input` naming the field, for the expected proposal's `kind` too.
 */
export function readDecision(
  body: unknown,
  shown: ShownVersion,
  kind: Intervention['kind'],
): DecisionRequest {
  const many = Array.isArray(body) ? { decisions: body } : body;
  const read = wrapped.safeParse(many);
  const foreign = typeof many === 'object' && many !== null && 'decisions' in many;
  if (!foreign) return ours(body, shown);
  if (!read.success) throw invalidInput(`${shapes} ${z.prettifyError(read.error)}`, { field: 'decisions' });
  const { decisions, version = shown.version, hash = shown.hash } = read.data;
  const [only, ...more] = decisions;
  if (only === undefined || more.length > 0)
    throw invalidInput(`The proposal is one request, so one decision answers it; ${decisions.length} came.`, {
      field: 'decisions',
    });
  const type = words[only.type] ?? 'respond';
  const comment = commentOf(only);
  const edits = type === 'edit' ? { edits: editsOf(only, kind) } : {};
  return ours({ type, version, hash, ...edits, ...(comment === null ? {} : { comment }) }, shown);
}

function ours(body: unknown, shown: ShownVersion): DecisionRequest {
  const whole = typeof body === 'object' && body !== null ? { ...shown, ...body } : body;
  const read = decisionRequest.safeParse(whole);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  throw invalidInput(`${shapes} ${z.prettifyError(read.error)}`, { field: issues[0]?.field ?? '', issues });
}

function commentOf({ message, comment, args, type }: Reviewed): string | null {
  const said = message ?? comment ?? (words[type] === 'edit' ? undefined : args);
  return typeof said === 'string' && said.trim() !== '' ? said : null;
}

const argumentsOf = (action: z.infer<typeof editedAction>) => action.args ?? action.arguments;

function editsOf(decision: Reviewed, kind: Intervention['kind']) {
  const inbox = editedAction.safeParse(decision.args);
  const action = decision.edited_action ?? decision.editedAction ?? (inbox.success ? inbox.data : undefined);
  if (action === undefined)
    throw invalidInput('An edit brings its edited action: {"name","args":{"actions":[…]}}.', {
      field: 'decisions.0.edited_action',
    });
  const name = action.name ?? action.action;
  if (name !== undefined && name !== kind)
    throw invalidInput(`This proposal is a ${kind}; an edit can't make it a ${name}.`, {
      field: 'decisions.0.edited_action.name',
    });
  const read = proposalEdits.safeParse(withoutWords(argumentsOf(action)));
  if (read.success) return read.data;
  throw invalidInput(`The edited arguments are wrong: ${z.prettifyError(read.error)}`, {
    field: 'decisions.0.edited_action.args',
  });
}

/** The sentences that went out with the actions come back with them, and say nothing. */
function withoutWords(args: unknown): unknown {
  const read = z.looseObject({ actions: z.array(z.looseObject({})) }).safeParse(args);
  if (!read.success) return args;
  return {
    ...read.data,
    actions: read.data.actions.map(({ does: _does, ...changed }) => changed),
  };
}
