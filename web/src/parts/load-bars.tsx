import { Scroll } from './scroll.tsx';
import { quantity } from './words.ts';

export interface Load {
  person_id: string;
  name: string;
  capacity_hours: number;
  before_hours: number;
  after_hours: number;
}

const WIDTH = 230;
const hours = (value: number) => quantity(Math.round(value), 'hours');
const isChanged = (load: Load) => load.before_hours !== load.after_hours;

/** Load before and after against capacity, as picture and as table; whose load stays is folded away. */
export function LoadBars({ loads }: { loads: Load[] }) {
  const most = Math.max(
    1,
    ...loads.flatMap((load) => [load.capacity_hours, load.before_hours, load.after_hours]),
  );
  const changed = loads.filter(isChanged).sort((a, b) => b.before_hours - a.before_hours);
  const others = loads.filter((load) => !isChanged(load)).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <LoadTable loads={changed} most={most} />
      <p className="quiet row">
        <span>
          <svg aria-hidden="true" className="key" width="14" height="9">
            <rect className="bar-before" width="14" height="9" rx="2" />
          </svg>
          now
        </span>
        <span>
          <svg aria-hidden="true" className="key" width="14" height="9">
            <rect className="bar-after" width="14" height="9" rx="2" />
          </svg>
          after
        </span>
        <span>
          <svg aria-hidden="true" className="key" width="4" height="13">
            <line className="bar-limit" x1="2" x2="2" y1="0" y2="13" />
          </svg>
          capacity
        </span>
      </p>
      {others.length > 0 && (
        <details>
          <summary>The rest of the team stays as it is ({others.length})</summary>
          <LoadTable loads={others} most={most} />
        </details>
      )}
    </>
  );
}

function LoadTable({ loads, most }: { loads: Load[]; most: number }) {
  return (
    <Scroll label="Load in hours">
      <table className="figures">
        <thead>
          <tr>
            <th>Person</th>
            <th className="number">Capacity</th>
            <th className="number">Now</th>
            <th className="number">After</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {loads.map((load) => (
            <tr key={load.person_id}>
              <th scope="row" className="nowrap">
                {load.name}
              </th>
              <td className="number">{hours(load.capacity_hours)}</td>
              <td className="number">{hours(load.before_hours)}</td>
              <td className="number">
                {hours(load.after_hours)}
                {load.after_hours > load.capacity_hours && (
                  <div className="quiet">{hours(load.after_hours - load.capacity_hours)} over</div>
                )}
              </td>
              <td>
                <Bars load={load} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Bars({ load, most }: { load: Load; most: number }) {
  const x = (value: number) => (value / most) * (WIDTH - 4);
  const limit = 1 + x(load.capacity_hours);
  return (
    <svg viewBox={`0 0 ${WIDTH} 28`} width={WIDTH} height={28} aria-hidden="true">
      <rect className="bar-before" x={1} y={4} width={x(load.before_hours)} height={9} rx={2} />
      <rect className="bar-after" x={1} y={15} width={x(load.after_hours)} height={9} rx={2} />
      <line className="bar-limit" x1={limit} x2={limit} y1={0} y2={28} />
    </svg>
  );
}
