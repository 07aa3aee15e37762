import type { IsoDate, IsoInstant } from './date.ts';

/** Where the time comes from. With `FAIRLEAD_TODAY` set, `today` is fixed and `now` runs within that day. */
export interface Clock {
  today(): IsoDate;
  now(): IsoInstant;
}

/** A clock over a millisecond counter; `fixedToday` pins the day while hours and minutes go on. */
export function makeClock(milliseconds: () => number, fixedToday: IsoDate | null): Clock {
  const now = () => {
    const instant = new Date(milliseconds()).toISOString();
    return fixedToday === null ? instant : `${fixedToday}${instant.slice(10)}`;
  };
  return { now, today: () => now().slice(0, 10) };
}
