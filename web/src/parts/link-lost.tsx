import type { Following } from '../use-progress.ts';

/** Says that what is shown may be old; nothing while the connection stands. */
export function LinkLost({ link, again }: Pick<Following<unknown>, 'link' | 'again'>) {
  if (link === 'open') return null;
  if (link === 'broken')
    return (
      <p role="status" className="quiet">
        The connection to Fairlead is lost; trying again. What stands here may be old.
      </p>
    );
  return (
    <div role="alert" className="row">
      <span>Fairlead tells no more of it. What stands here may be old.</span>
      <button type="button" className="button second small" onClick={again}>
        Follow it again
      </button>
    </div>
  );
}
