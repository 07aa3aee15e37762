import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { DraftGoal, GoalPreview, KpiView } from '../answers.ts';
import { ApiError, post } from '../api.ts';
import { postForEvents } from '../event-stream.ts';
import { Cited } from './claims.tsx';
import { CheckFindings, KpiCard } from './kpi-card.tsx';
import { SourceText } from './source-text.tsx';
import { Failure } from './states.tsx';

interface Turn {
  by: 'me' | 'fairlead';
  text: string;
}

const examples = [
  'I want us to cut churn below 3% by end of Q3',
  'Answer tickets twice as fast by the end of the year',
  'Raise throughput from 4 to 6 items a week by March',
];

/** Where the thread of an open conversation is kept, so that a reload goes on with it. */
const THREAD = 'fairlead-goal-thread';

/** A goal said in plain words; the KPI that forms stands beside the talk. */
export function GoalChat({ onSaved }: { onSaved: () => void }) {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [goal, setGoal] = useState<DraftGoal | null>(null);
  const [views, setViews] = useState<KpiView[]>([]);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const thread = useRef<string | null>(sessionStorage.getItem(THREAD));
  const field = useRef<HTMLTextAreaElement>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const take = (event: string, data: unknown) => {
    const told = data as Record<string, unknown>;
    if (event === 'token') {
      setTurns((before) => {
        const last = before.at(-1);
        const more = String(told.text ?? '');
        return last?.by === 'fairlead'
          ? [...before.slice(0, -1), { ...last, text: last.text + more }]
          : [...before, { by: 'fairlead', text: more }];
      });
    } else if (event === 'draft') {
      setGoal(told.goal as DraftGoal);
      setViews((told.cards ?? []) as KpiView[]);
    } else if (event === 'saved') {
      setGoal(null);
      onSaved();
    } else if (event === 'error') setError(new ApiError(String(told.code), 500, String(told.message)));
    else if (event === 'done') {
      thread.current = String(told.thread_id);
      sessionStorage.setItem(THREAD, thread.current);
    }
  };

  const say = async (said: string) => {
    const words = said.trim();
    if (words === '' || busy) return;
    setBusy(true);
    setError(null);
    setText('');
    setTurns((before) => [...before, { by: 'me', text: words }]);
    stop.current = new AbortController();
    const body = { text: words, ...(thread.current === null ? {} : { thread_id: thread.current }) };
    try {
      for await (const { event, data } of postForEvents('/api/goals/chat', body, stop.current.signal))
        take(event, data);
    } catch (failure) {
      setError(failure);
      setText(words);
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void say(text);
  };
  const startOver = () => {
    sessionStorage.removeItem(THREAD);
    thread.current = null;
    setTurns([]);
    setGoal(null);
    setError(null);
    field.current?.focus();
  };

  return (
    <Cited order={views.flatMap((view) => view.baseline?.evidence_ids.slice(0, 3) ?? [])}>
      <div className="two">
        <section className="card stack tight" aria-label="Conversation">
          <div className="row apart">
            <h2>Say a goal</h2>
            {turns.length > 0 && (
              <button type="button" className="button second small" onClick={startOver}>
                New conversation
              </button>
            )}
          </div>
          {turns.length === 0 && (
            <>
              <p className="quiet measure">
                In your own words, and as vague or exact as you like. Fairlead shows what it understood, asks
                for what you did not say, and never fills in a number by itself.
              </p>
              <div className="row">
                {examples.map((example) => (
                  <button
                    key={example}
                    type="button"
                    className="button second small"
                    onClick={() => void say(example)}
                  >
                    {example}
                  </button>
                ))}
              </div>
            </>
          )}
          <ol className="talk" aria-live="polite">
            {turns.map((turn, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: turns are only ever added at the end
              <li key={index} className={turn.by}>
                <span className="visually-hidden">{turn.by === 'me' ? 'You: ' : 'Fairlead: '}</span>
                <SourceText>{withoutIds(turn.text)}</SourceText>
              </li>
            ))}
            {busy && turns.at(-1)?.by === 'me' && <li className="fairlead quiet">…</li>}
          </ol>
          {error !== null && <Failure error={error} />}
          <form className="row" onSubmit={submit}>
            <label className="grow">
              <span className="visually-hidden">Your words</span>
              <textarea
                ref={field}
                className="field"
                rows={2}
                maxLength={4000}
                value={text}
                placeholder={turns.length === 0 ? 'We should …' : 'Answer, correct, or say yes to save'}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                  event.preventDefault();
                  void say(text);
                }}
              />
            </label>
            <button type="submit" className="button" disabled={busy || text.trim() === ''}>
              Say
            </button>
          </form>
        </section>
        <section className="stack tight" aria-label="What was understood" aria-live="polite">
          <h2>What was understood</h2>
          {goal === null ? (
            <Typing text={text} />
          ) : (
            <>
              <p className="measure">
                <SourceText>{goal.objective}</SourceText>
              </p>
              {goal.kpis.map((kpi, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two KPIs may read alike, their order is theirs
                <KpiCard key={index} kpi={kpi} view={views[index] ?? null} />
              ))}
              {goal.kpis.length === 0 && <p className="quiet">Nothing measurable yet.</p>}
              <div className="row">
                <button type="button" className="button" disabled={busy} onClick={() => void say('yes')}>
                  Save this goal
                </button>
                <button
                  type="button"
                  className="button second"
                  disabled={busy}
                  onClick={() => void say('cancel')}
                >
                  Drop it
                </button>
              </div>
            </>
          )}
        </section>
      </div>
    </Cited>
  );
}

/** The ids stand as numbers on the cards; in running text they would only be in the way. */
const withoutIds = (text: string): string => text.replaceAll(/ \[evd_[A-Za-z0-9_-]+\]/g, '');

/** A pause in which nobody types is a good moment to read. */
const PAUSE_MS = 350;

/** How the words that are being typed would be read, before they are said. */
function Typing({ text }: { text: string }) {
  const [preview, setPreview] = useState<GoalPreview | null>(null);
  const words = text.trim();
  useEffect(() => {
    if (words === '') {
      setPreview(null);
      return;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      post<GoalPreview>('/api/goals/preview', { text: words }).then(
        (answer) => wanted && setPreview(answer),
        // The next key stroke asks again; what is said is read by the chat in any case.
        () => {},
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [words]);
  if (preview === null) return <p className="quiet">The measurable goal appears here while you talk.</p>;
  return (
    <>
      {preview.goal.kpis.map((kpi, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two KPIs may read alike, their order is theirs
        <KpiCard key={index} kpi={kpi} />
      ))}
      {preview.goal.kpis.length === 0 && <p className="quiet">Nothing measurable yet.</p>}
      <CheckFindings findings={onceEach(preview.findings).slice(0, 4)} />
    </>
  );
}

/** A rule that speaks of two KPIs is told once while somebody types. */
const onceEach = (findings: GoalPreview['findings']): GoalPreview['findings'] =>
  findings.filter(({ id }, index) => findings.findIndex((other) => other.id === id) === index);
