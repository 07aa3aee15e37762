import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { CheckInList, Goal } from '../answers.ts';
import { patch, post } from '../api.ts';
import { GoalCard } from '../parts/goal-card.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { day, figure, moment, quantity } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

/** One goal: how far its KPIs have come, a check-in, and what was checked in before. */
export function GoalPage({ id }: { id: string }) {
  const goal = useResource<Goal>(`/api/goals/${id}`);
  const checkIns = useResource<CheckInList>(`/api/goals/${id}/check-ins`);
  const [error, setError] = useState<unknown>(null);
  if (goal.state === 'loading') return <Loading what="the goal" />;
  if (goal.state === 'failed') return <Failure error={goal.error} retry={goal.reload} />;
  const change = async (work: () => Promise<unknown>) => {
    setError(null);
    try {
      await work();
      goal.reload();
      checkIns.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <PageHead title={goal.value.objective}>
        <p className="quiet">
          since {day(goal.value.created_at)} ·{' '}
          {goal.value.owner.kind === 'person' ? (
            <Link href={`/people/${goal.value.owner.id}`}>whose it is</Link>
          ) : (
            <Link href={`/teams/${goal.value.owner.id}`}>the team whose it is</Link>
          )}
        </p>
      </PageHead>
      <div className="stack">
        <GoalCard goal={goal.value} />
        {goal.value.description && (
          <p className="measure quiet">
            As it was said: “<SourceText>{goal.value.description}</SourceText>”
          </p>
        )}
        {error !== null && <Failure error={error} />}
        {goal.value.status === 'active' && goal.value.kpis.length > 0 && (
          <CheckInForm
            goal={goal.value}
            send={(body) => change(() => post(`/api/goals/${id}/check-ins`, body))}
          />
        )}
        <div className="row no-print">
          <button
            type="button"
            className="button second small"
            onClick={() =>
              void change(() =>
                patch(`/api/goals/${id}`, { status: goal.value.status === 'active' ? 'paused' : 'active' }),
              )
            }
          >
            {goal.value.status === 'active' ? 'Pause' : 'Make active'}
          </button>
          <button
            type="button"
            className="button second small"
            onClick={() => void change(() => post(`/api/goals/${id}/undo`, {}))}
          >
            Undo the last change
          </button>
        </div>
        <section className="card stack tight">
          <h2>Check-ins</h2>
          {checkIns.state === 'loading' && <Loading what="check-ins" />}
          {checkIns.state === 'failed' && <Failure error={checkIns.error} retry={checkIns.reload} />}
          {checkIns.state === 'ready' && checkIns.value.items.length === 0 && (
            <Empty>None yet. A KPI with an indicator measures itself after each sync.</Empty>
          )}
          {checkIns.state === 'ready' && checkIns.value.items.length > 0 && (
            <CheckIns goal={goal.value} items={checkIns.value.items} />
          )}
        </section>
      </div>
    </>
  );
}

const unitIn = (goal: Goal, id: string): string =>
  (goal.kpis.find((kpi) => kpi.id === id)?.unit ?? '').replace(/^currency:?/, '');

function CheckIns({ goal, items }: { goal: Goal; items: CheckInList['items'] }) {
  return (
    <Scroll label="Check-ins">
      <table className="figures">
        <thead>
          <tr>
            <th>When</th>
            <th>KPI</th>
            <th className="number">Value</th>
            <th>Sure of reaching it</th>
            <th>Note</th>
          </tr>
        </thead>
        <tbody>
          {items.toReversed().map((entry) => (
            <tr key={entry.id}>
              <td>{moment(entry.at)}</td>
              <td>{goal.kpis.find((kpi) => kpi.id === entry.kpi_id)?.metric ?? '–'}</td>
              <td className="number">{quantity(entry.value, unitIn(goal, entry.kpi_id))}</td>
              <td>{entry.confidence ? `${figure(entry.confidence)} of 10` : '–'}</td>
              <td>
                <SourceText>{entry.comment ?? ''}</SourceText>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface CheckInBody {
  kpi_id: string;
  value: number;
  comment: string | null;
  confidence: number | null;
}

function CheckInForm({ goal, send }: { goal: Goal; send: (body: CheckInBody) => Promise<void> }) {
  const [kpi, setKpi] = useState(goal.kpis[0]?.id ?? '');
  const [value, setValue] = useState('');
  const [note, setNote] = useState('');
  const [sure, setSure] = useState('');
  const [busy, setBusy] = useState(false);
  const number = value.trim() === '' ? Number.NaN : Number(value.replace(',', '.'));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await send({
      kpi_id: kpi,
      value: number,
      comment: note.trim() === '' ? null : note,
      confidence: sure === '' ? null : Number(sure),
    });
    setBusy(false);
    setValue('');
    setNote('');
  };
  return (
    <form className="card stack tight no-print" onSubmit={(event) => void submit(event)}>
      <h2>Check in</h2>
      <div className="row">
        {goal.kpis.length > 1 && (
          <label className="stack close">
            <span className="quiet">KPI</span>
            <select className="field" value={kpi} onChange={(event) => setKpi(event.target.value)}>
              {goal.kpis.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.metric}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="stack close">
          <span className="quiet">Value today{unitIn(goal, kpi) && `, ${unitIn(goal, kpi)}`}</span>
          <input
            className="field"
            inputMode="decimal"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <label className="stack close">
          <span className="quiet">How sure of reaching it</span>
          <select className="field" value={sure} onChange={(event) => setSure(event.target.value)}>
            <option value="">not said</option>
            {Array.from({ length: 10 }, (_, index) => String(index + 1)).map((step) => (
              <option key={step} value={step}>
                {step} of 10
              </option>
            ))}
          </select>
        </label>
        <label className="stack close grow">
          <span className="quiet">Note</span>
          <input
            className="field"
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
      </div>
      <div>
        <button type="submit" className="button" disabled={busy || Number.isNaN(number)}>
          Check in
        </button>
      </div>
    </form>
  );
}
