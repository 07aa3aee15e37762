import type { GoalTree } from '../answers.ts';
import { GoalCard } from '../parts/goal-card.tsx';
import { GoalChat } from '../parts/goal-chat.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

/** Goals: said in a chat, kept as a tree. */
export function GoalsPage() {
  const goals = useResource<GoalTree>('/api/goals/tree');
  return (
    <>
      <PageHead title="Goals" />
      <div className="stack">
        <GoalChat onSaved={goals.reload} />
        <section className="stack tight">
          <div className="row apart">
            <h2>Goals that you may see</h2>
            <a href="/api/goals.csv" download className="quiet no-print">
              Download as CSV
            </a>
          </div>
          {goals.state === 'loading' && <Loading what="goals" />}
          {goals.state === 'failed' && <Failure error={goals.error} retry={goals.reload} />}
          {goals.state === 'ready' && goals.value.items.length === 0 && (
            <Empty>No goal yet. Say the first one above.</Empty>
          )}
          {goals.state === 'ready' && (
            <ul className="list">
              {goals.value.items.map(({ goal, depth, completion }) => (
                <li key={goal.id} className={`depth-${Math.min(depth, 4)}`}>
                  <GoalCard goal={goal} completion={completion} link />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}
