import { chainOf, chains, chainWords, type Policy } from './policy-words.ts';
import { Scroll } from './scroll.tsx';
import { kinds } from './words.ts';

interface PolicyKindsProps {
  draft: Policy;
  onChange: (wish: Partial<Policy>) => void;
}

/** Kind by kind: whether it is proposed, who approves it, and how soon the same may come again. */
export function PolicyKinds({ draft, onChange }: PolicyKindsProps) {
  const off = new Set(draft.kinds_off);
  const turn = (kind: string, isOn: boolean) =>
    onChange({
      kinds_off: isOn ? draft.kinds_off.filter((one) => one !== kind) : [...draft.kinds_off, kind],
    });
  const pause = (kind: string, days: number) =>
    onChange({ cool_down_days: { ...draft.cool_down_days, [kind]: days } });
  const route = (kind: string, where: 'within_team' | 'cross_team', words: string) => {
    const rule = draft.chains[kind] ?? { within_team: ['manager', 'hr'], cross_team: ['manager', 'hr'] };
    onChange({ chains: { ...draft.chains, [kind]: { ...rule, [where]: chainOf(words) } } });
  };
  return (
    <section className="card stack tight">
      <h2>Proposals, kind by kind</h2>
      <Scroll label="Proposals, kind by kind" bare>
        <table className="figures">
          <thead>
            <tr>
              <th>Kind</th>
              <th>Proposed</th>
              <th>Within the team approves</th>
              <th>Across teams approves</th>
              <th>Days before the same again</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(kinds).map(([kind, name]) => (
              <tr key={kind}>
                <th scope="row">{name}</th>
                <td>
                  {kind === 'undo' ? (
                    <span className="quiet">when asked for</span>
                  ) : (
                    <input
                      type="checkbox"
                      aria-label={`${name}: proposed`}
                      checked={!off.has(kind)}
                      onChange={(event) => turn(kind, event.target.checked)}
                    />
                  )}
                </td>
                {(['within_team', 'cross_team'] as const).map((where) => (
                  <td key={where}>
                    <Chain
                      label={`${name}: ${where === 'within_team' ? 'within the team' : 'across teams'}`}
                      steps={draft.chains[kind]?.[where] ?? ['manager', 'hr']}
                      onChange={(words) => route(kind, where, words)}
                    />
                  </td>
                ))}
                <td>
                  {kind === 'undo' ? (
                    <span className="quiet">–</span>
                  ) : (
                    <input
                      className="field short"
                      type="number"
                      required
                      min={0}
                      max={365}
                      aria-label={`${name}: days before the same again`}
                      value={draft.cool_down_days[kind] ?? ''}
                      onChange={(event) => pause(kind, event.target.valueAsNumber)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

interface ChainProps {
  label: string;
  steps: readonly string[];
  onChange: (words: string) => void;
}

function Chain({ label, steps, onChange }: ChainProps) {
  const chosen = chainWords(steps);
  return (
    <select
      className="field chain"
      aria-label={label}
      value={chosen}
      onChange={(event) => onChange(event.target.value)}
    >
      {[...new Set([...chains, chosen])].map((words) => (
        <option key={words} value={words}>
          {words.replaceAll('hr', 'HR')}
        </option>
      ))}
    </select>
  );
}
