export interface Load {
  person_id: string;
  name: string;
  capacity_hours: number;
  before_hours: number;
  after_hours: number;
}

const WIDTH = 260;
const hours = (value: number) => `${Math.round(value)} h`;

/** Load before and after against capacity, as picture and as table. */
export function LoadBars({ loads }: { loads: Load[] }) {
  const most = Math.max(
    1,
    ...loads.flatMap((load) => [load.capacity_hours, load.before_hours, load.after_hours]),
  );
  const x = (value: number) => (value / most) * (WIDTH - 4);
  return (
    <div className="scroll">
      <table className="figures">
        <thead>
          <tr>
            <th>Person</th>
            <th className="number">Capacity</th>
            <th className="number">Now</th>
            <th className="number">After</th>
            <th>
              <span className="visually-hidden">
                Picture: upper bar now, lower bar after, dashed line capacity
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {loads.map((load) => (
            <tr key={load.person_id}>
              <td>{load.name}</td>
              <td className="number">{hours(load.capacity_hours)}</td>
              <td className="number">
                {hours(load.before_hours)}{' '}
                {load.before_hours > load.capacity_hours && <span className="tag attention">over</span>}
              </td>
              <td className="number">
                {hours(load.after_hours)}{' '}
                {load.after_hours > load.capacity_hours && <span className="tag attention">over</span>}
              </td>
              <td>
                <svg viewBox={`0 0 ${WIDTH} 30`} width={WIDTH} height={30} aria-hidden="true">
                  <rect className="bar-before" x={0} y={4} width={x(load.before_hours)} height={9} rx={2} />
                  <rect className="bar-after" x={0} y={16} width={x(load.after_hours)} height={9} rx={2} />
                  <line
                    className="bar-limit"
                    x1={x(load.capacity_hours)}
                    x2={x(load.capacity_hours)}
                    y1={1}
                    y2={29}
                  />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">Upper bar: now. Lower bar: after. Dashed line: capacity.</p>
    </div>
  );
}
