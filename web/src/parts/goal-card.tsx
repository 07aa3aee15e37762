import { Link } from 'wouter';
import type { Goal } from '../answers.ts';
import { targetOf } from './kpi-card.tsx';
import { SourceText } from './source-text.tsx';
import { day, goalStates, progressWords } from './words.ts';

/** A goal with its KPIs and how far each has come. */
interface GoalCardProps {
  goal: Goal;
  /** Share reached with the goals that serve it; left out on the goal's own page. */
  completion?: number | null;
  /** Whether its name leads to its page. */
  link?: boolean;
}

export function GoalCard({ goal, completion = null, link = false }: GoalCardProps) {
  const state = goalStates[goal.status] ?? { word: goal.status, tone: 'plain' };
  return (
    <article className="card stack tight">
      <div className="row apart">
        <strong>
          {link ? (
            <Link href={`/goals/${goal.id}`}>
              <SourceText>{goal.objective}</SourceText>
            </Link>
          ) : (
            <SourceText>{goal.objective}</SourceText>
          )}
        </strong>
        <span className="row">
          {completion !== null && <span className="quiet">{Math.round(completion * 100)} % of the way</span>}
          <span className={`tag ${state.tone}`}>{state.word}</span>
        </span>
      </div>
      {goal.kpis.map((kpi) => {
        const word = progressWords[kpi.progress?.status ?? 'unknown'];
        const share = kpi.progress?.share ?? null;
        return (
          <div key={kpi.id} className="stack close">
            <div className="row apart">
              <span>
                <SourceText>{kpi.title ?? kpi.metric}</SourceText>: {targetOf(kpi) ?? 'no target'}
                {kpi.due_iso !== null && `, by ${day(kpi.due_iso)}`}
              </span>
              {word && <span className={`tag ${word.tone}`}>{word.word}</span>}
            </div>
            {share !== null && (
              <progress value={share} max={1} aria-label={`${Math.round(share * 100)} % of the way`} />
            )}
            {kpi.progress && <span className="quiet measure">{kpi.progress.reason}</span>}
          </div>
        );
      })}
    </article>
  );
}
