import { type FormEvent, useState } from 'react';
import type { PeopleList } from '../answers.ts';
import type { Answers } from '../api.generated.ts';
import { post } from '../api.ts';
import { useSession } from '../session.tsx';
import { useResource } from '../use-resource.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { Failure, Loading } from './states.tsx';

/** Puts a plainly wrong proposal before a manager; the server chooses what, from the team's real work. */
export function PlantTest({ onPlanted }: { onPlanted: () => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="row no-print">
      <button type="button" className="button second" onClick={() => setOpen(true)}>
        Plant a test
      </button>
      {isOpen && (
        <Choose
          onClose={() => setOpen(false)}
          onPlanted={() => {
            setOpen(false);
            onPlanted();
          }}
        />
      )}
    </div>
  );
}

function Choose({ onClose, onPlanted }: { onClose: () => void; onPlanted: () => void }) {
  const { me } = useSession();
  const teams = useResource<Answers['GET /api/teams']>('/api/teams');
  const people = useResource<PeopleList>('/api/people?limit=1000');
  const [manager, setManager] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const plant = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await post('/api/approval-health/canaries', { manager });
      onPlanted();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  const names = new Map(people.state === 'ready' ? people.value.items.map(({ id, name }) => [id, name]) : []);
  const led = teams.state === 'ready' ? teams.value.items : [];
  return (
    <DialogFrame title="Plant a test" onClose={onClose}>
      <p className="measure">
        The manager is told at once, when they decide, that it was a test. Nothing of it is ever carried out.
      </p>
      {(teams.state === 'loading' || people.state === 'loading') && <Loading what="teams" />}
      {teams.state === 'failed' && <Failure error={teams.error} retry={teams.reload} />}
      <form className="stack tight" onSubmit={(event) => void plant(event)}>
        <label className="stack close">
          <span>Before whom</span>
          <select
            className="field"
            required
            value={manager}
            onChange={(event) => setManager(event.target.value)}
          >
            <option value="">Choose a manager</option>
            {led.flatMap(({ id, name, manager_id }) =>
              manager_id === null || manager_id === me.person.id
                ? []
                : [
                    <option key={id} value={manager_id}>
                      {names.get(manager_id) ?? manager_id}, {name}
                    </option>,
                  ],
            )}
          </select>
        </label>
        {error !== null && <Failure error={error} />}
        <div className="row">
          <button type="submit" className="button" disabled={busy || manager === ''}>
            Plant it
          </button>
          <button type="button" className="button second" onClick={onClose}>
            Not now
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}
