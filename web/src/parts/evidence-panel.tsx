import { useEffect, useRef } from 'react';
import type { Evidence } from '../answers.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { Contest } from './contest.tsx';
import { Scroll } from './scroll.tsx';
import { SourceText } from './source-text.tsx';
import { Failure, Loading } from './states.tsx';
import { day, factPeriod, moment, quantity } from './words.ts';

const kinds: Record<string, string> = {
  record: 'From a source',
  observation: 'An indicator',
  assessment: 'An assessment',
  goal: 'A goal',
};

/** What a citation rests on; its subject may contest it. Escape closes it. */
export function EvidencePanel({ id, number, onClose }: { id: string; number: number; onClose: () => void }) {
  const evidence = useResource<Evidence>(`/api/evidence/${id}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    document.addEventListener('keydown', close);
    return () => document.removeEventListener('keydown', close);
  }, [onClose]);
  return (
    <aside className="card evidence stack tight" aria-label={`Evidence ${number}`}>
      <div className="row apart">
        <h2 ref={heading} tabIndex={-1}>
          Evidence {number}
        </h2>
        <button type="button" className="button second small" onClick={onClose}>
          Close
        </button>
      </div>
      {evidence.state === 'loading' && <Loading what="the evidence" />}
      {evidence.state === 'failed' && <Failure error={evidence.error} retry={evidence.reload} />}
      {evidence.state === 'ready' && <EvidenceItem item={evidence.value} onChanged={evidence.reload} />}
    </aside>
  );
}

function EvidenceItem({ item, onChanged }: { item: Evidence; onChanged: () => void }) {
  const { me } = useSession();
  return (
    <>
      <p className="quiet">
        {kinds[item.kind] ?? item.kind} · {day(item.at)}
      </p>
      <p className="break">
        <SourceText>{item.text}</SourceText>
      </p>
      {item.contested && (
        <p className="break">
          <span className="tag attention">contested</span> <SourceText>{item.contested.reason}</SourceText>{' '}
          <span className="quiet">{moment(item.contested.at)}</span>
        </p>
      )}
      {item.facts.length > 0 && <Facts facts={item.facts} />}
      <p className="quiet break">
        Kept unchanged since {day(item.created_at)} as <code>{item.id}</code>
      </p>
      {!item.contested && item.subject === me.person.id && <Contest id={item.id} onDone={onChanged} />}
    </>
  );
}

type Fact = Evidence['facts'][number];

/** The checkable values, by the period that they hold for; what has no period last. */
function Facts({ facts }: { facts: Fact[] }) {
  const periods = [...new Set(facts.map((fact) => fact.period))].sort(
    (a, b) => Number(a === null) - Number(b === null),
  );
  return (
    <Scroll label="Facts">
      {periods.map((period) => (
        <table key={period} className="figures">
          <caption className="quiet">{captionOf(period, periods.length)}</caption>
          <tbody>
            {rowsOf(facts.filter((fact) => fact.period === period)).map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="value">
                  <SourceText>{value}</SourceText>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </Scroll>
  );
}

function captionOf(period: string | null, periods: number): string {
  if (period !== null) return factPeriod(period);
  return periods === 1 ? 'Facts' : 'Further facts';
}

/** Facts of one name stand together. */
function rowsOf(facts: Fact[]): { name: string; value: string }[] {
  const values = new Map<string, string[]>();
  for (const { name, value, unit } of facts) {
    const text = typeof value === 'number' ? quantity(value, unit ?? '') : value;
    values.set(name, [...(values.get(name) ?? []), text]);
  }
  return [...values].map(([name, texts]) => ({ name, value: texts.join(', ') }));
}
