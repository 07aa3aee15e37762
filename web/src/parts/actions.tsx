import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Action, ProposalDetail } from '../answers.ts';
import { Scroll } from './scroll.tsx';
import { SourceText } from './source-text.tsx';
import { day, executionStates, figure, moment, purposes, quantity } from './words.ts';

type Move = Extract<Action, { kind: 'reassign_work_item' }>;
type Talk = Extract<Action, { kind: 'schedule_conversation' }>;
type Revision = Extract<Action, { kind: 'revise_goal' }>;
type Comment = Extract<Action, { kind: 'comment_on_work_item' }>;
const isMove = (action: Action): action is Move => action.kind === 'reassign_work_item';

/** What is decided on one by one; the comment on an item that moves goes with its move. */
export function leadingActions(actions: readonly Action[]): Action[] {
  const moved = new Set(actions.filter(isMove).map((move) => move.record_id));
  return actions.filter((action) => action.kind !== 'comment_on_work_item' || !moved.has(action.record_id));
}

/** Where the page shows what would be done. */
export const actionsPlace = 'actions';

/** What an action is called where a line must do. */
export function nameOf(action: Action, names: Record<string, string>): string {
  switch (action.kind) {
    case 'reassign_work_item':
      return action.key;
    case 'comment_on_work_item':
      return `the comment on ${action.key}`;
    case 'schedule_conversation':
      return `the conversation with ${names[action.with_person_id] ?? 'the person'}`;
    case 'revise_goal':
      return `the change of “${action.title}”`;
  }
}

interface ActionsProps {
  proposal: ProposalDetail;
  kept: ReadonlySet<string>;
  toggle: (id: string) => void;
}

/** What would be done, or was: moves of work as a table, everything else as one card each. */
export function Actions({ proposal, kept, toggle }: ActionsProps) {
  const open = proposal.state === 'awaiting_approval';
  const leading = leadingActions(proposal.actions);
  const moves = leading.filter(isMove);
  const others = leading.filter((action) => !isMove(action));
  return (
    <section id={actionsPlace} className="card stack tight">
      <h2>{open ? 'What would be done' : 'What was proposed'}</h2>
      {moves.length > 0 && <Moves proposal={proposal} moves={moves} kept={kept} toggle={toggle} />}
      {others.length > 0 && (
        <ul className="list ruled">
          {others.map((action) => (
            <li key={action.id} className={kept.has(action.id) ? undefined : 'dropped'}>
              <Other proposal={proposal} action={action} kept={kept} toggle={toggle} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Moves({ proposal, moves, kept, toggle }: ActionsProps & { moves: Move[] }) {
  const open = proposal.state === 'awaiting_approval';
  const person = (id: string) => <Link href={`/people/${id}`}>{proposal.names[id] ?? id}</Link>;
  return (
    <>
      <Scroll label="Moves">
        <table className="figures">
          <thead>
            <tr>
              {proposal.may_decide && <th>Keep</th>}
              <th>Work item</th>
              <th>From</th>
              <th>To</th>
              <th className="number">Left to do</th>
              {!open && <th>Carried out</th>}
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={move.id} className={kept.has(move.id) ? undefined : 'dropped'}>
                {proposal.may_decide && (
                  <td>
                    <Keep name={move.key} id={move.id} kept={kept} toggle={toggle} />
                  </td>
                )}
                <td>
                  <strong className="nowrap">{move.key}</strong> <SourceText>{move.title ?? ''}</SourceText>
                </td>
                <td>{person(move.from_person_id)}</td>
                <td>{person(move.to_person_id)}</td>
                <td className="number">{move.hours === null ? 'unknown' : quantity(move.hours, 'hours')}</td>
                {!open && <td>{executionOf(proposal, move.id)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="quiet measure">Each item also gets a comment that says why it moved.</p>
    </>
  );
}

interface KeepProps {
  name: string;
  id: string;
  kept: ReadonlySet<string>;
  toggle: (id: string) => void;
}

const Keep = ({ name, id, kept, toggle }: KeepProps) => (
  <input type="checkbox" aria-label={`Keep ${name}`} checked={kept.has(id)} onChange={() => toggle(id)} />
);

function Other({ proposal, action, kept, toggle }: ActionsProps & { action: Action }) {
  const open = proposal.state === 'awaiting_approval';
  const choice = proposal.may_decide && leadingActions(proposal.actions).length > 1;
  return (
    <div className="found-one">
      <div className="row top">
        {choice && <Keep name={nameOf(action, proposal.names)} id={action.id} kept={kept} toggle={toggle} />}
        <div className="stack close">{described(action, proposal.names)}</div>
      </div>
      {!open && <span className="quiet">{executionOf(proposal, action.id)}</span>}
    </div>
  );
}

function described(action: Action, names: Record<string, string>): ReactNode {
  switch (action.kind) {
    case 'schedule_conversation':
      return <TalkText talk={action} names={names} />;
    case 'revise_goal':
      return <RevisionText revision={action} />;
    case 'comment_on_work_item':
      return <CommentText comment={action} />;
    case 'reassign_work_item':
      return null;
  }
}

function TalkText({ talk, names }: { talk: Talk; names: Record<string, string> }) {
  return (
    <>
      <strong>
        {purposes[talk.purpose] ?? 'A conversation'}: {names[talk.host_person_id] ?? talk.host_person_id} with{' '}
        {names[talk.with_person_id] ?? talk.with_person_id}
      </strong>
      <span className="quiet">by {day(talk.by)}. Both see these topics:</span>
      <ul>
        {talk.topics.map((topic) => (
          <li key={topic}>
            <SourceText>{topic}</SourceText>
          </li>
        ))}
      </ul>
    </>
  );
}

const targetOf = (value: number | null) => (value === null ? 'no target' : figure(value));
const dueOf = (value: string | null) => (value === null ? 'no date' : day(value));

function RevisionText({ revision }: { revision: Revision }) {
  const { expected, target, due_iso } = revision;
  return (
    <>
      <strong>
        Change “<SourceText>{revision.title}</SourceText>”
      </strong>
      {target !== expected.target && (
        <span>
          Target from {targetOf(expected.target)} to <strong>{targetOf(target)}</strong>
        </span>
      )}
      {due_iso !== expected.due_iso && (
        <span>
          Due from {dueOf(expected.due_iso)} to <strong>{dueOf(due_iso)}</strong>
        </span>
      )}
    </>
  );
}

function CommentText({ comment }: { comment: Comment }) {
  return (
    <>
      <strong>
        Comment on {comment.key} <SourceText>{comment.title ?? ''}</SourceText>
      </strong>
      <span className="measure">
        “<SourceText>{comment.text}</SourceText>”
      </span>
    </>
  );
}

function executionOf(proposal: ProposalDetail, action: string): string {
  const found = proposal.executions.find((execution) => execution.action.id === action);
  if (found === undefined) return '–';
  const word = executionStates[found.state] ?? found.state;
  if (found.state === 'done' && found.done_at !== null) return `${word}, ${moment(found.done_at)}`;
  return found.reason === null ? word : `${word}: ${found.reason}`;
}
