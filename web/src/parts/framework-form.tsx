import { useState } from 'react';
import type { Answers } from '../api.generated.ts';
import { put } from '../api.ts';
import { Failure } from './states.tsx';

type Frameworks = Answers['GET /api/frameworks'];
type Framework = Frameworks['items'][number];
type Indicator = Frameworks['indicators'][number];

/** A row as it is typed: texts, so that a field may be empty for a while. */
interface Row {
  indicator_id: string;
  weight: string;
  low: string;
  high: string;
}

const HUNDRED = 100;
const textOf = (value: number | null): string => (value === null ? '' : String(value));
const numberOf = (text: string): number | null => {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? null : value;
};
const rowOf = ({ indicator_id, weight, corridor }: Framework['entries'][number]): Row => ({
  indicator_id,
  weight: String(Math.round(weight * HUNDRED * 10) / 10),
  low: textOf(corridor.low),
  high: textOf(corridor.high),
});

interface FrameworkFormProps {
  framework: Framework;
  indicators: readonly Indicator[];
  onDone: () => void;
  onCancel: () => void;
}

/** Weights and healthy ranges of a role, indicator by indicator. Weights are made to add up to 100 % when saved. */
export function FrameworkForm({ framework, indicators, onDone, onCancel }: FrameworkFormProps) {
  const [rows, setRows] = useState<readonly Row[]>(framework.entries.map(rowOf));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const named = (id: string) => indicators.find((one) => one.id === id);
  const change = (at: number, part: Partial<Row>) =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const left = indicators.filter(({ id }) => !rows.some(({ indicator_id }) => indicator_id === id));
  const save = async () => {
    setBusy(true);
    try {
      await put(`/api/frameworks/${framework.job_function}`, {
        entries: rows.map((row) => ({
          indicator_id: row.indicator_id,
          weight: numberOf(row.weight) ?? 0,
          corridor: { low: numberOf(row.low), high: numberOf(row.high) },
        })),
      });
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const total = rows.reduce((sum, { weight }) => sum + (numberOf(weight) ?? 0), 0);
  return (
    <form
      className="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ul className="list ruled">
        {rows.map((row, at) => {
          const name = named(row.indicator_id)?.name ?? row.indicator_id;
          const field = (part: 'weight' | 'low' | 'high', label: string) => (
            <label className="stack close">
              <span className="quiet">{label}</span>
              <input
                className="field number-field"
                inputMode="decimal"
                value={row[part]}
                aria-label={`${label} of ${name}`}
                onChange={(event) => change(at, { [part]: event.target.value })}
              />
            </label>
          );
          return (
            <li key={row.indicator_id} className="row apart">
              <strong>{name}</strong>
              <span className="row">
                {field('weight', 'Weight')}
                {field('low', 'At least')}
                {field('high', 'At most')}
                <button
                  type="button"
                  className="button second small"
                  aria-label={`Leave out ${name}`}
                  disabled={rows.length === 1}
                  onClick={() => setRows(rows.filter((_, index) => index !== at))}
                >
                  Leave out
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {left.length > 0 && (
        <label className="row">
          <span>Add</span>
          <select
            value=""
            onChange={(event) =>
              setRows([...rows, { indicator_id: event.target.value, weight: '5', low: '', high: '' }])
            }
          >
            <option value="">an indicator …</option>
            {left.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className="quiet" role="status">
        The weights add up to {Math.round(total * 10) / 10}; saved, they are shares of 100 %.
      </p>
      {error !== null && <Failure error={error} />}
      <div className="row">
        <button type="submit" className="button" disabled={busy}>
          Save
        </button>
        <button type="button" className="button second" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
