import type { CycleEvent } from '../answers.ts';
import { useProgress } from '../use-progress.ts';
import { LinkLost } from './link-lost.tsx';

type Step = CycleEvent['step'];
const steps: { step: Step; name: string }[] = [
  { step: 'load', name: 'Read' },
  { step: 'assess', name: 'Assess' },
  { step: 'summarise', name: 'Summaries' },
  { step: 'plan', name: 'Plans' },
  { step: 'detect', name: 'Look for trouble' },
  { step: 'rebalance', name: 'Balance' },
  { step: 'propose', name: 'Propose' },
];

const isLast = ({ step }: CycleEvent): boolean => step === 'done' || step === 'failed';

/** Follows a cycle live, as the server tells of it, until its last event. */
export function CycleProgress({ id, onEnd }: { id: string; onEnd: () => void }) {
  const followed = useProgress<CycleEvent>(`/api/cycles/${id}/events`, isLast, onEnd);
  const event = followed.progress;
  const at = steps.findIndex(({ step }) => step === event?.step);
  return (
    <div className="stack tight">
      <ol className="steps">
        {steps.map(({ step, name }, index) => (
          <li
            key={step}
            className={index < at ? 'past' : undefined}
            aria-current={index === at ? 'step' : undefined}
          >
            {index < at ? '✓ ' : ''}
            {name}
          </li>
        ))}
      </ol>
      <p role="status">{event === null ? 'Waiting to begin …' : event.message}</p>
      {event !== null && event.total > 0 && (
        <progress value={event.done} max={event.total} aria-label={`${event.done} of ${event.total}`} />
      )}
      <LinkLost {...followed} />
    </div>
  );
}
