import { SourceError } from '#domain/errors.ts';
import { idOf } from './normalised.ts';

/**
 * Notices a page that is the one before it once more: a source whose marks go on while its records don't would
 * otherwise look like one that was read to its end.
 */
export function makeRepeatGuard(
  what: string,
  names?: readonly string[],
): (items: readonly unknown[]) => void {
  let before = '';
  return (items) => {
    const ids = items.map((item) => idOf(item, names));
    const page = ids.includes(null) ? '' : ids.join(' ');
    if (page !== '' && page === before)
      throw new SourceError(
        'source-answer-invalid',
        `Reading ${what}: a page repeats the records of the one before it.`,
        { what },
      );
    before = page;
  };
}
