import { type FormEvent, useState } from 'react';
import type { Answers } from '../api.generated.ts';
import { ApiError, post, put } from '../api.ts';
import { PolicyChanges } from './policy-changes.tsx';
import { PolicyKinds } from './policy-kinds.tsx';
import { archetypes, flagFields, monthNames, numberFields, type Policy } from './policy-words.ts';
import { SourceText } from './source-text.tsx';
import { Failure } from './states.tsx';

type Preview = Answers['POST /api/policy/preview'];

interface PolicyFormProps {
  policy: Policy;
  presets: readonly Policy[];
  mayEdit: boolean;
  onSaved: (now: Policy, before: Policy) => void;
}

/** The policy as a form. What it would change is asked of the server and shown before anything is saved. */
export function PolicyForm({ policy, presets, mayEdit, onSaved }: PolicyFormProps) {
  const [draft, setDraft] = useState(policy);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const set = (wish: Partial<Policy>) => setDraft({ ...draft, ...wish });
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(failure);
      // The preview is of a policy that is no longer there.
      if (failure instanceof ApiError && failure.status === 409) setPreview(null);
    } finally {
      setBusy(false);
    }
  };
  const look = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => setPreview(await post<Preview>('/api/policy/preview', draft)));
  };
  const save = (hash: string) =>
    attempt(async () => onSaved(await put<Policy>('/api/policy', draft, { 'if-match': hash }), policy));
  return (
    <form className="stack" onSubmit={look}>
      {!mayEdit && <p className="quiet">HR sets the policy. Everybody may read it.</p>}
      <fieldset className="plain stack" disabled={!mayEdit}>
        <Archetype draft={draft} presets={presets} mayEdit={mayEdit} onChange={setDraft} />
        <section className="card stack tight">
          <h2>Measuring and the calendar</h2>
          {flagFields.map(([field, label, hint]) => (
            <label key={field} className="row top">
              <input
                type="checkbox"
                checked={draft[field]}
                onChange={(event) => set({ [field]: event.target.checked })}
              />
              <span className="stack close">
                <span>{label}</span>
                <span className="quiet measure">{hint}</span>
              </span>
            </label>
          ))}
          <label className="stack close">
            <span>Fiscal year begins in</span>
            <span className="quiet">What “Q3” and “year-end” mean in a goal.</span>
            <select
              className="field short"
              value={draft.fiscal_year_start_month}
              onChange={(event) => set({ fiscal_year_start_month: Number(event.target.value) })}
            >
              {monthNames.map((name, index) => (
                <option key={name} value={index + 1}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </section>
        <section className="card stack tight">
          <h2>Numbers</h2>
          <div className="numbers">
            {numberFields.map(([field, { label, hint, min, max }]) => (
              <label key={field} className="stack close">
                <span>{label}</span>
                <span className="quiet">{hint}</span>
                <input
                  className="field short"
                  type="number"
                  required
                  min={min}
                  max={max}
                  value={Number.isNaN(draft[field]) ? '' : draft[field]}
                  onChange={(event) => set({ [field]: event.target.valueAsNumber })}
                />
              </label>
            ))}
          </div>
        </section>
        <PolicyKinds draft={draft} onChange={set} />
        <Kept fields={draft.source_fields} />
      </fieldset>
      {error !== null && preview === null && <Failure error={error} />}
      {mayEdit && (
        <div className="row">
          <button type="submit" className="button" disabled={busy}>
            See what changes
          </button>
          <button type="button" className="button second" onClick={() => setDraft(policy)}>
            As it was
          </button>
        </div>
      )}
      {preview !== null && (
        <PolicyChanges
          changes={preview.changes}
          busy={busy}
          error={error}
          onYes={() => void save(preview.current_hash)}
          onClose={() => setPreview(null)}
        />
      )}
    </form>
  );
}

interface ArchetypeProps {
  draft: Policy;
  presets: readonly Policy[];
  mayEdit: boolean;
  onChange: (draft: Policy) => void;
}

/** The style of the house; its preset fills the form in, nothing else. */
function Archetype({ draft, presets, mayEdit, onChange }: ArchetypeProps) {
  const preset = presets.find(({ archetype }) => archetype === draft.archetype);
  const style = archetypes[draft.archetype];
  return (
    <section className="card stack tight">
      <h2>Archetype</h2>
      <label className="stack close">
        <span>How performance is managed here</span>
        <select
          className="field short"
          value={draft.archetype}
          onChange={(event) => {
            const chosen = presets.find(({ archetype }) => archetype === event.target.value);
            if (chosen !== undefined) onChange({ ...draft, archetype: chosen.archetype });
          }}
        >
          {presets.map(({ archetype }) => (
            <option key={archetype} value={archetype}>
              {archetypes[archetype].name}
            </option>
          ))}
        </select>
      </label>
      <p className="quiet measure">{style.words}</p>
      {mayEdit && (
        <div className="row">
          <button
            type="button"
            className="button second"
            // What is kept of the sources, and when the year begins, are no matter of style.
            onClick={() =>
              preset !== undefined &&
              onChange({
                ...preset,
                source_fields: draft.source_fields,
                fiscal_year_start_month: draft.fiscal_year_start_month,
              })
            }
          >
            Fill in what “{style.name}” begins with
          </button>
        </div>
      )}
    </section>
  );
}

function Kept({ fields }: { fields: Policy['source_fields'] }) {
  return (
    <section className="card stack tight">
      <h2>What is kept of the sources</h2>
      <p className="quiet measure">A field that is not named here never reaches the database.</p>
      <dl className="facts">
        {Object.entries(fields).map(([vendor, kept]) => (
          <div key={vendor}>
            <dt className="quiet">{vendor}</dt>
            <dd>
              <SourceText>{kept.join(', ').replaceAll('_', ' ')}</SourceText>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
