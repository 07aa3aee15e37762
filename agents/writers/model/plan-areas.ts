import { addDays, type IsoDate, isoDate, isWithin, type Period } from '#domain/date.ts';
import type { PlanArea } from '#domain/draft.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import type { PlanAnswer } from './answers.ts';
import type { BriefData } from './brief-data.ts';
import { plainLine, refuseWhatMayNotStand, restored } from './claims.ts';
import { judgementIn } from './guard.ts';

/** A month is the least in which a way of working can change; after a quarter nobody remembers the plan. */
const EARLIEST_REVIEW_DAYS = 28;
const LATEST_REVIEW_DAYS = 91;
const MOST_ACTIONS = 4;

export const reviewWindow = (asOf: IsoDate): Period => ({
  from: addDays(asOf, EARLIEST_REVIEW_DAYS),
  to: addDays(asOf, LATEST_REVIEW_DAYS),
});

/**
 * Whether a text that cites nothing may stand: it states no figure, names no person, leads nowhere, and neither judges
 * nor promises. What it would state could not be checked.
 */
function isPlainAdvice(text: string, data: BriefData): boolean {
  const hidden = data.pseudonyms.hide(text);
  return (
    text !== '' &&
    !/\p{N}|[@<>{}|\\]|\/\//u.test(text) &&
    judgementIn(text) === null &&
    hidden === text &&
    data.pseudonyms.restore(text) === text
  );
}

/** A day outside what was asked for becomes the nearest one inside. */
function reviewDay(text: string, window: Period): IsoDate {
  if (!isoDate.safeParse(text).success) return window.to;
  if (isWithin(text, window)) return text;
  return text < window.from ? window.from : window.to;
}

/**
 * A model's growth areas; one whose title or whose every action states what nobody can check is left out.
 * @throws ModelError `model-answer-invalid` where a reason or a measure may not stand.
 */
export function areasOf({ areas }: PlanAnswer, data: BriefData, brief: SummaryBrief): PlanArea[] {
  const window = reviewWindow(brief.as_of);
  const written = areas.flatMap((area): PlanArea[] => {
    const title = plainLine(area.title);
    const actions = area.actions.map(plainLine).filter((action) => isPlainAdvice(action, data));
    if (!isPlainAdvice(title, data) || actions.length === 0) return [];
    return [
      {
        title,
        reason: restored(area.reason, data),
        actions: actions.slice(0, MOST_ACTIONS),
        measure: restored(area.measure, data),
        review_on: reviewDay(area.review_on, window),
      },
    ];
  });
  refuseWhatMayNotStand(
    written.flatMap(({ reason, measure }) => [reason, measure]),
    brief,
  );
  return written;
}
