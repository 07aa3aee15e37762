import type { GoalList } from '../answers.ts';
import { GoalCard } from '../parts/goal-card.tsx';
import { GoalChat } from '../parts/goal-chat.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { useResource } from '../use-resource.ts';

/** Goals: said in a chat, kept as a list. */
export function GoalsPage() {
  const goals = useResource<GoalList>('/api/goals?limit=200');
  return (
    <>
      <PageHead title="Goals" />
      <div className="stack">
        <GoalChat onSaved={goals.reload} />
        <section className="stack tight">
          <h2>Goals that you may see</h2>
          {goals.state === 'loading' && <Loading what="goals" />}
          {goals.state === 'failed' && <Failure error={goals.error} retry={goals.reload} />}
          {goals.state === 'ready' && goals.value.items.length === 0 && (
            <Empty>No goal yet. Say the first one above.</Empty>
          )}
          {goals.state === 'ready' && (
            <ul className="list">
              {goals.value.items.map((goal) => (
                <li key={goal.id}>
                  <GoalCard goal={goal} />
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </>
  );
}
