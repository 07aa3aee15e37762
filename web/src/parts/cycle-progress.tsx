import { useEffect, useState } from 'react';
import type { CycleEvent } from '../answers.ts';

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

/** Follows a cycle live, as the server tells of it, until its last event. */
export function CycleProgress({ id, onEnd }: { id: string; onEnd: () => void }) {
  const [event, setEvent] = useState<CycleEvent | null>(null);
  useEffect(() => {
    const stream = new EventSource(`/api/cycles/${id}/events`);
    const show = (message: MessageEvent<string>) => {
      const progress: CycleEvent = JSON.parse(message.data);
      setEvent(progress);
      if (progress.step !== 'done' && progress.step !== 'failed') return;
      stream.close();
      onEnd();
    };
    // A browser comes back by itself after a break; a refusal ends the stream, and then the list says what is.
    const broken = () => {
      if (stream.readyState === EventSource.CLOSED) onEnd();
    };
    stream.addEventListener('progress', show);
    stream.addEventListener('error', broken);
    return () => stream.close();
  }, [id, onEnd]);
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
    </div>
  );
}
