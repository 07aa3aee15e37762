import { type FormEvent, useState } from 'react';

const keys = ['who', 'what', 'about', 'from', 'to'] as const;
export type AuditWishes = Record<string, string>;

/** What of the log is asked for, by the address. */
export function auditWishes(search: string): AuditWishes {
  const asked = new URLSearchParams(search);
  return Object.fromEntries(keys.flatMap((key) => (asked.get(key) ? [[key, asked.get(key) ?? '']] : [])));
}

const fields = [
  ['who', 'Who', 'text', 'a name, or fairlead'],
  ['what', 'What', 'text', 'such as approved'],
  ['about', 'About', 'text', 'an id'],
  ['from', 'From', 'date', undefined],
  ['to', 'To', 'date', undefined],
] as const;

interface AuditFiltersProps {
  wishes: AuditWishes;
  onChange: (wishes: Record<string, string>) => void;
}

export function AuditFilters({ wishes, onChange }: AuditFiltersProps) {
  const asked = JSON.stringify(wishes);
  return <Fields key={asked} wishes={wishes} onChange={onChange} />;
}

/** Asked with Enter or the button, so that half a word asks nothing. */
function Fields({ wishes, onChange }: AuditFiltersProps) {
  const [said, setSaid] = useState<Record<string, string>>(wishes);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onChange(said);
  };
  const none = Object.fromEntries(keys.map((key) => [key, '']));
  return (
    <search>
      <form className="choices no-print" onSubmit={send}>
        {fields.map(([key, label, type, example]) => (
          <label key={key}>
            {label}
            <input
              className="field"
              type={type}
              size={14}
              maxLength={200}
              placeholder={example}
              value={said[key] ?? ''}
              onChange={(event) => setSaid({ ...said, [key]: event.target.value })}
            />
          </label>
        ))}
        <button type="submit" className="button second">
          Show
        </button>
        {Object.keys(wishes).length > 0 && (
          <button type="button" className="button second" onClick={() => onChange(none)}>
            Clear
          </button>
        )}
      </form>
    </search>
  );
}
