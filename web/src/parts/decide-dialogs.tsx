import type { FormEvent } from 'react';
import type { ProposalDetail } from '../answers.ts';
import { leadingActions, nameOf } from './actions.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { SourceText } from './source-text.tsx';

interface ApproveDialogProps {
  proposal: ProposalDetail;
  kept: ReadonlySet<string>;
  all: number;
  onYes: () => void;
  onClose: () => void;
}

/** A key alone never decides: it asks first, and says what exactly. */
export function ApproveDialog({ proposal, kept, all, onYes, onClose }: ApproveDialogProps) {
  const name = (id: string) => proposal.names[id] ?? id;
  const narrowed = kept.size < all;
  return (
    <DialogFrame
      title={narrowed ? `Keep ${kept.size} of ${all}?` : 'Approve exactly this?'}
      onClose={onClose}
    >
      <p className="measure">
        <SourceText>{proposal.title}</SourceText> <span className="quiet">version {proposal.version}</span>
      </p>
      <ul>
        {leadingActions(proposal.actions)
          .filter(({ id }) => kept.has(id))
          .map((action) => (
            <li key={action.id}>
              <SourceText>{nameOf(action, proposal.names)}</SourceText>
              {action.kind === 'reassign_work_item' && (
                <span className="quiet">
                  {' '}
                  from {name(action.from_person_id)} to {name(action.to_person_id)}
                </span>
              )}
            </li>
          ))}
      </ul>
      <div className="row">
        <button type="button" className="button" onClick={onYes}>
          {narrowed ? 'Make that version' : 'Approve'}
        </button>
        <button type="button" className="button second" onClick={onClose}>
          Not yet
        </button>
      </div>
    </DialogFrame>
  );
}

interface RejectDialogProps {
  comment: string;
  onComment: (comment: string) => void;
  onYes: () => void;
  onClose: () => void;
}

export function RejectDialog({ comment, onComment, onYes, onClose }: RejectDialogProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onYes();
  };
  return (
    <DialogFrame title="Reject this proposal?" onClose={onClose}>
      <form className="stack tight" onSubmit={send}>
        <label className="stack close">
          <span>Why</span>
          <span className="quiet">It is kept with the decision.</span>
          <textarea
            className="field"
            rows={3}
            maxLength={4000}
            required
            value={comment}
            onChange={(event) => onComment(event.target.value)}
          />
        </label>
        <div className="row">
          <button type="submit" className="button" disabled={comment.trim() === ''}>
            Reject it
          </button>
          <button type="button" className="button second" onClick={onClose}>
            Not yet
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}
