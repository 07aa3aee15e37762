import { Link } from 'wouter';
import type { Goal } from '../answers.ts';
import { GoalCard } from './goal-card.tsx';
import { Empty } from './states.tsx';

/** Somebody's goals, those under way first, with how far each has come. */
export function PersonGoals({ goals, name }: { goals: Goal[]; name: string }) {
  const current = goals.filter(({ status }) => status === 'active' || status === 'draft');
  const past = goals.filter((goal) => !current.includes(goal));
  return (
    <section className="stack tight no-print" aria-labelledby="goals">
      <h2 id="goals">Goals</h2>
      {current.length === 0 && (
        <Empty>
          No goal of {name} is under way. <Link href="/goals">Say one in plain words</Link>, and Fairlead
          makes it measurable.
        </Empty>
      )}
      <GoalCards goals={current} />
      {past.length > 0 && (
        <details>
          <summary>Earlier and paused goals ({past.length})</summary>
          <GoalCards goals={past} />
        </details>
      )}
    </section>
  );
}

const GoalCards = ({ goals }: { goals: Goal[] }) =>
  goals.length === 0 ? null : (
    <ul className="list">
      {goals.map((goal) => (
        <li key={goal.id}>
          <GoalCard goal={goal} link />
        </li>
      ))}
    </ul>
  );
