import type { IsoDate, IsoInstant } from './date.ts';
import { type Decider, hasApproved, isAbout, mayDecide, requireUnclaimed } from './entitlement.ts';
import { notAllowed, UserError } from './errors.ts';
import type { DecisionId, PersonId } from './ids.ts';
import {
  type ChainStep,
  type Decision,
  type DecisionRequest,
  type Intervention,
  type InterventionState,
  type ProposalContent,
  type ProposalEdits,
  proposalContent,
  proposalHash,
} from './intervention.ts';

/** What an editor's wishes make of a proposal; `narrowing` when it only leaves actions out. */
export interface Revision {
  content: ProposalContent;
  narrowing: boolean;
}

export interface DecisionQuestion {
  intervention: Intervention;
  /** All decisions taken so far, oldest first. */
  history: readonly Decision[];
  decider: Decider;
  request: DecisionRequest;
  id: DecisionId;
  now: IsoInstant;
  today: IsoDate;
  /** Applies edits to the stored content, validates them, and works load, effect and rationale out anew. */
  revise(content: ProposalContent, edits: ProposalEdits): Revision;
  /** What a question or objection makes of the stored content; null for nothing, or nothing any more. */
  redraft?(content: ProposalContent, comment: string): ProposalContent | null;
  /** The approval chain of a version that this person proposed. */
  chainWithout(proposer: PersonId): ChainStep[];
}

/** Everything that a decision changes, to be written by one compare-and-set. */
export interface DecisionPlan {
  decision: Decision;
  /** The state after it; the step only counts while approval is awaited. */
  next: { state: InterventionState; step: number };
  /** A new version, where the decision was an edit. */
  revision: {
    content: ProposalContent;
    version: number;
    hash: string;
    proposed_by: PersonId | 'fairlead';
  } | null;
  /** The last approval: the stored actions go to the outbox in the same transaction. */
  executes: boolean;
}

/**
 * What a decision does, or why it can't be taken. Pure: the caller writes the plan by compare-and-set on
 * version, hash, state and step, so that of several simultaneous deciders one wins.
 * @throws UserError `already-decided`, `stale-proposal`, `not-allowed`, `invalid-input`.
 */
export function planDecision(question: DecisionQuestion): DecisionPlan {
  const { intervention, request } = question;
  requireOpen(question);
  requireShown(question);
  requireEntitled(question);
  requireUnclaimed(intervention, question.decider.person_id, question.now);
  const decision: Decision = {
    id: question.id,
    intervention_id: intervention.id,
    version: request.version,
    hash: request.hash,
    step: intervention.step,
    type: request.type,
    decided_by: question.decider.person_id,
    comment: request.comment ?? null,
    at: question.now,
  };
  const stay = { state: 'awaiting_approval' as const, step: intervention.step };
  switch (request.type) {
    case 'approve': {
      const last = intervention.step + 1 >= intervention.chain.length;
      const next = last
        ? { state: 'approved' as const, step: intervention.step }
        : { ...stay, step: intervention.step + 1 };
      return { decision, next, revision: null, executes: last };
    }
    case 'reject':
      return {
        decision,
        next: { state: 'rejected', step: intervention.step },
        revision: null,
        executes: false,
      };
    case 'respond':
      if (decision.comment === null || decision.comment.trim() === '') {
        throw new UserError(
          'invalid-input',
          'A response needs a comment: what would you like to know or say?',
          { field: 'comment' },
        );
      }
      return { decision, ...answerPlan(question, decision.comment, stay), executes: false };
    case 'edit':
      return { decision, ...editPlan(question), executes: false };
  }
}

/** How a decision left the proposal. */
export interface Standing {
  version: number;
  hash: string;
  state: InterventionState;
  step: number;
}

/**
 * How this decision left its proposal, whatever happened to it since: a repeated request is answered as the first was.
 * `versions` are the proposal's own, up to the one that the decision made.
 */
export function standingAfter(
  decision: Decision,
  versions: readonly { version: number; hash: string; content: ProposalContent; created_at?: IsoInstant }[],
): Standing {
  const { version, hash, step, type } = decision;
  const decided = versions.find((entry) => entry.version === version);
  const made = versions.find((entry) => entry.version === version + 1);
  const last = step + 1 >= (decided?.content.chain.length ?? 0);
  switch (type) {
    case 'approve':
      return last
        ? { version, hash, state: 'approved', step }
        : { version, hash, state: 'awaiting_approval', step: step + 1 };
    case 'reject':
      return { version, hash, state: 'rejected', step };
    case 'respond':
      // A version that was made at that very moment is its redraft; a later one is somebody's edit.
      return made !== undefined && made.created_at === decision.at
        ? { version: version + 1, hash: made.hash, state: 'awaiting_approval', step: 0 }
        : { version, hash, state: 'awaiting_approval', step };
    case 'edit':
      return { version: version + 1, hash: made?.hash ?? hash, state: 'awaiting_approval', step: 0 };
  }
}

/** A redraft leaves out and answers, within what was proposed: it stays its proposer's, and its chain starts again. */
function answerPlan(
  { intervention, redraft }: DecisionQuestion,
  comment: string,
  stay: DecisionPlan['next'],
): Pick<DecisionPlan, 'next' | 'revision'> {
  const content = redraft?.(proposalContent.parse(intervention), comment) ?? null;
  if (content === null) return { next: stay, revision: null };
  const version = intervention.version + 1;
  return {
    next: { state: 'awaiting_approval', step: 0 },
    revision: {
      content,
      version,
      hash: proposalHash(content, version),
      proposed_by: intervention.proposed_by,
    },
  };
}

/** An edit makes a new version, which starts its chain again: everybody approves what they were shown. */
function editPlan(question: DecisionQuestion): Pick<DecisionPlan, 'next' | 'revision'> {
  const { intervention, request, decider } = question;
  if (request.edits === undefined) {
    throw new UserError(
      'invalid-input',
      'An edit needs `edits`: {"actions":[{"id":"act_…","to_person_id":"per_…"}]}.',
      { field: 'edits' },
    );
  }
  const revised = question.revise(proposalContent.parse(intervention), request.edits);
  // Leaving moves out stays within what Fairlead proposed. Anything else is the editor's own proposal, and
  // nobody decides on what they proposed.
  const proposedBy = revised.narrowing ? intervention.proposed_by : decider.person_id;
  const chain = revised.narrowing ? intervention.chain : question.chainWithout(decider.person_id);
  const content = { ...revised.content, chain };
  const version = intervention.version + 1;
  return {
    next: { state: 'awaiting_approval', step: 0 },
    revision: { content, version, hash: proposalHash(content, version), proposed_by: proposedBy },
  };
}

function requireOpen({ intervention, history, today }: DecisionQuestion): void {
  const deciding = history.findLast((entry) => entry.type === 'approve' || entry.type === 'reject');
  if (intervention.state !== 'awaiting_approval') {
    const by = deciding === undefined ? '' : ` by decision ${deciding.id}`;
    throw new UserError(
      'already-decided',
      `This proposal is ${intervention.state}${by}; nothing was changed.`,
      {
        state: intervention.state,
        decision: deciding ?? null,
      },
    );
  }
  if (today > intervention.expires_on) {
    throw new UserError('stale-proposal', `This proposal expired on ${intervention.expires_on}.`, {
      expires_on: intervention.expires_on,
    });
  }
}

function requireShown({ intervention, history, request }: DecisionQuestion): void {
  if (request.version !== intervention.version || request.hash !== intervention.hash) {
    throw new UserError(
      'stale-proposal',
      `You decided on version ${request.version}, but version ${intervention.version} is current. Read it and decide again.`,
      { version: intervention.version, hash: intervention.hash, decision: history.at(-1) ?? null },
    );
  }
}

function requireEntitled({ intervention, decider, history }: DecisionQuestion): void {
  if (mayDecide(intervention, decider)) {
    if (!hasApproved(history, intervention.version, decider.person_id)) return;
    throw notAllowed('You approved an earlier step; somebody else decides on this one.', {
      rule: 'one-step-each',
    });
  }
  if (isAbout(intervention, decider.person_id)) {
    throw notAllowed('This proposal is about you; somebody else decides on it.', {
      rule: 'not-about-yourself',
    });
  }
  if (intervention.proposed_by === decider.person_id) {
    throw notAllowed('You proposed this version; somebody else decides on it.', {
      rule: 'not-your-own-proposal',
    });
  }
  throw notAllowed(
    `This step is for ${intervention.chain[intervention.step]?.role ?? 'somebody else'} to decide.`,
    {
      rule: 'not-in-chain',
      step: intervention.step,
    },
  );
}
