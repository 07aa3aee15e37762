import { useState } from 'react';
import { Link } from 'wouter';
import type { Answers } from '../api.generated.ts';
import { post, put } from '../api.ts';
import { PageHead } from '../parts/page-head.tsx';
import { PolicyForm } from '../parts/policy-form.tsx';
import type { Policy } from '../parts/policy-words.ts';
import { FrameworksView, ModelView } from '../parts/settings-views.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';

const sections = [
  ['policy', 'Policy'],
  ['frameworks', 'Role frameworks'],
  ['model', 'Model and prompts'],
] as const;

export function SettingsPage({ section }: { section: string }) {
  const chosen = sections.find(([id]) => id === section);
  return (
    <>
      <PageHead title={chosen === undefined ? 'Settings' : `Settings: ${chosen[1]}`}>
        <nav className="row" aria-label="Settings">
          {sections.map(([id, name]) => (
            <Link
              key={id}
              href={`/settings/${id}`}
              className="button second small"
              aria-current={id === section ? 'page' : undefined}
            >
              {name}
            </Link>
          ))}
        </nav>
      </PageHead>
      {section === 'policy' && <PolicySection />}
      {section === 'frameworks' && <FrameworksView />}
      {section === 'model' && <ModelView />}
      {chosen === undefined && <Empty>There is no such section.</Empty>}
    </>
  );
}

function PolicySection() {
  const { me } = useSession();
  const policy = useResource<Policy>('/api/policy');
  const presets = useResource<Answers['GET /api/policy/presets']>('/api/policy/presets');
  const [saved, setSaved] = useState<{ now: Policy; before: Policy } | null>(null);
  if (policy.state === 'failed') return <Failure error={policy.error} retry={policy.reload} />;
  if (presets.state === 'failed') return <Failure error={presets.error} retry={presets.reload} />;
  if (policy.state === 'loading' || presets.state === 'loading') return <Loading what="the policy" />;
  const shown = saved?.now ?? policy.value;
  return (
    <div className="stack">
      {saved !== null && (
        <Undo
          now={saved.now}
          before={saved.before}
          onUndone={(now) => setSaved({ now, before: saved.now })}
        />
      )}
      <PolicyForm
        key={JSON.stringify(shown)}
        policy={shown}
        presets={presets.value.items}
        mayEdit={me.roles.includes('hr')}
        onSaved={(now, before) => setSaved({ now, before })}
      />
    </div>
  );
}

interface UndoProps {
  now: Policy;
  before: Policy;
  onUndone: (now: Policy) => void;
}

/** Puts the policy back that stood before; refused where somebody else has changed it meanwhile. */
function Undo({ now, before, onUndone }: UndoProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const undo = async () => {
    setBusy(true);
    setError(null);
    try {
      const asked = await post<Answers['POST /api/policy/preview']>('/api/policy/preview', now);
      if (asked.changes.length > 0)
        throw new Error('Somebody has changed the policy since. Look at it again and change that.');
      onUndone(await put<Policy>('/api/policy', before, { 'if-match': asked.current_hash }));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="card row apart" role="status">
      <span>The policy is saved, and the audit log says so.</span>
      <button type="button" className="button second" disabled={busy} onClick={() => void undo()}>
        Put back what stood before
      </button>
      {error !== null && <Failure error={error} />}
    </div>
  );
}
