import type { ProposalDetail } from '../answers.ts';
import { SourceText } from './source-text.tsx';
import { counted, decisionWords, moment } from './words.ts';

/** Who must say yes, and what was decided so far. */
export function History({ proposal }: { proposal: ProposalDetail }) {
  const name = (id: string) => proposal.names[id] ?? id;
  const waits = proposal.state === 'awaiting_approval';
  return (
    <section className="card stack tight">
      <h2>Who decides, and what was decided</h2>
      <ol className="list">
        {proposal.chain.map((step, index) => (
          <li key={`${step.role}${step.person_ids.join()}`}>
            {index + 1}. {step.role === 'hr' ? 'HR' : 'Manager'}:{' '}
            {step.person_ids.length > 0 ? step.person_ids.map(name).join(' or ') : 'anybody of HR'}{' '}
            {handedOn(proposal, index).map(({ to, from }) => (
              <span key={to} className="quiet">
                , handed on to {name(to)} {from === 'fairlead' ? 'as nobody had decided' : `by ${name(from)}`}
              </span>
            ))}{' '}
            {waits && index === proposal.step && <span className="quiet">– is waited for</span>}
          </li>
        ))}
      </ol>
      {proposal.history.length === 0 ? (
        <p className="quiet">No decision yet.</p>
      ) : (
        <ul className="list ruled">
          {proposal.history.map((entry) => (
            <li key={entry.id}>
              <span className="quiet">{moment(entry.at)}</span> {name(entry.decided_by)}{' '}
              {decisionWords[entry.type] ?? entry.type} version {entry.version}
              {entry.type === 'edit' && ` to ${movesOf(proposal, entry.version + 1)}`}
              {entry.comment && (
                <>
                  : “<SourceText>{entry.comment}</SourceText>”
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <p className="quiet break">
        A decision names what was shown: version {proposal.version}, hash{' '}
        <code>{proposal.hash.slice(0, 16)}</code>
      </p>
    </section>
  );
}

const handedOn = ({ delegations, version }: ProposalDetail, step: number) =>
  (delegations ?? []).filter((one) => one.version === version && one.step === step);

function movesOf(proposal: ProposalDetail, version: number): string {
  const made = proposal.versions.find((candidate) => candidate.version === version);
  const moves = made?.content.actions.filter((action) => action.kind === 'reassign_work_item').length ?? 0;
  return `version ${version} with ${counted(moves, 'move')}`;
}
