import { useState } from 'react';
import type { Answers } from '../api.generated.ts';
import { post } from '../api.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { moment } from './words.ts';

type CaseList = Answers['GET /api/evaluation-cases'];
type Captured = CaseList['items'][number];

const states: Record<Captured['state'], { word: string; tone: string }> = {
  captured: { word: 'waits for a reader', tone: 'attention' },
  accepted: { word: 'joins the suites', tone: 'good' },
  discarded: { word: 'discarded', tone: 'plain' },
};

/** What people said of sentences, as cases to be read before they join a suite. */
export function CapturedCases() {
  const cases = useResource<CaseList>('/api/evaluation-cases?limit=200');
  return (
    <section className="card stack tight" id="cases">
      <h2>Cases made of what people said</h2>
      <p className="quiet measure">
        A sentence marked as wrong must be found out by the verifier, one marked as right must pass. Read it
        before it joins: no name should have stayed in it. Accepted cases come out of{' '}
        <code>fairlead evals capture</code>.
      </p>
      {cases.state === 'loading' && <Loading what="cases" />}
      {cases.state === 'failed' && <Failure error={cases.error} retry={cases.reload} />}
      {cases.state === 'ready' && cases.value.items.length === 0 && (
        <Empty>Nobody has marked a sentence yet: the flag behind each sentence of a draft does it.</Empty>
      )}
      {cases.state === 'ready' && (
        <ul className="list ruled">
          {cases.value.items.map((one) => (
            <CapturedCase key={one.id} one={one} names={cases.value.names} reload={cases.reload} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CapturedCase({
  one,
  names,
  reload,
}: {
  one: Captured;
  names: CaseList['names'];
  reload: () => void;
}) {
  const { me } = useSession();
  const [error, setError] = useState<unknown>(null);
  const { word, tone } = states[one.state];
  const own = one.captured_by === me.person.id;
  const review = async (state: 'accepted' | 'discarded') => {
    try {
      await post(`/api/evaluation-cases/${one.id}/review`, { state });
      reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <li className="stack close">
      <div className="row apart">
        <strong>{one.verdict === 'wrong' ? 'Said to be wrong' : 'Said to be right'}</strong>
        <span className={`tag ${tone}`}>{word}</span>
      </div>
      <p className="measure break">
        “<SourceText>{one.case.vars.claim.text}</SourceText>”
      </p>
      <details>
        <summary>What it rests on</summary>
        <ul className="list">
          {one.case.vars.evidence.map((item) => (
            <li key={item.id} className="break">
              <span className="quiet">{item.id}</span> <SourceText>{item.text}</SourceText>
            </li>
          ))}
        </ul>
      </details>
      <p className="quiet">
        {names[one.captured_by] ?? 'somebody'}, {moment(one.captured_at)}
        {one.reviewed_by !== null && ` · read by ${names[one.reviewed_by] ?? 'somebody'}`}
      </p>
      {error !== null && <Failure error={error} />}
      {own && one.state === 'captured' && <p className="quiet">Somebody else has to read what you made.</p>}
      {!own && (
        <div className="row">
          {one.state !== 'accepted' && (
            <button type="button" className="button small" onClick={() => void review('accepted')}>
              Let it in
            </button>
          )}
          {one.state !== 'discarded' && (
            <button type="button" className="button second small" onClick={() => void review('discarded')}>
              {one.state === 'accepted' ? 'Take it out again' : 'Discard'}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
