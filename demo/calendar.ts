import { addDays, type IsoDate, weekStart } from '#domain/date.ts';

/** Weeks of history that end at the anchor, where nobody asks for another number. */
export const HISTORY_WEEKS = 26;

export const zoneOfCity: Readonly<Record<string, string>> = {
  Rotterdam: 'Europe/Amsterdam',
  Oslo: 'Europe/Oslo',
  Lisbon: 'Europe/Lisbon',
  'New York': 'America/New_York',
  Singapore: 'Asia/Singapore',
};

/** Monday of the first week of history. */
export const historyStart = (anchor: IsoDate, weeks: number = HISTORY_WEEKS): IsoDate =>
  addDays(weekStart(anchor), -7 * weeks);

/** 0 is Monday. */
export const weekday = (day: IsoDate): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Easter Sunday of a Gregorian year (the anonymous algorithm in Meeus, Astronomical Algorithms, ch. 8). */
export function easterOf(year: number): IsoDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const dominical = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * dominical) / 451);
  const sum = epact + dominical - 7 * shift + 114;
  return new Date(Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1)).toISOString().slice(0, 10);
}

const nthMonday = (year: number, month: string, from: number) => {
  const first = `${year}-${month}-${String(from).padStart(2, '0')}`;
  return addDays(first, (7 - weekday(first)) % 7);
};

/** Days off by city: fixed dates, days after Easter, and those that float to a weekday. */
const holidaysByCity: Readonly<Record<string, { fixed: string[]; easter: number[] }>> = {
  Rotterdam: { fixed: ['01-01', '04-27', '12-25', '12-26'], easter: [1, 39, 50] },
  Oslo: { fixed: ['01-01', '05-01', '05-17', '12-25', '12-26'], easter: [-3, -2, 1, 39, 50] },
  Lisbon: {
    fixed: ['01-01', '04-25', '05-01', '06-10', '08-15', '10-05', '11-01', '12-01', '12-08', '12-25'],
    easter: [-2, 60],
  },
  'New York': { fixed: ['01-01', '06-19', '07-04', '12-25'], easter: [] },
  Singapore: { fixed: ['01-01', '05-01', '08-09', '12-25'], easter: [-2] },
};

export function isHoliday(day: IsoDate, city: string): boolean {
  const year = Number(day.slice(0, 4));
  const rules = holidaysByCity[city] ?? { fixed: [], easter: [] };
  if (rules.fixed.includes(day.slice(5))) return true;
  if (rules.easter.some((offset) => addDays(easterOf(year), offset) === day)) return true;
  if (city !== 'New York') return false;
  const thanksgiving = addDays(nthMonday(year, '11', 19), 3);
  return [nthMonday(year, '05', 25), nthMonday(year, '09', 1), thanksgiving].includes(day);
}

/** Milliseconds that a zone is ahead of UTC on a day, at noon. */
export function makeZoneOffsets(): (zone: string, day: IsoDate) => number {
  const known = new Map<string, number>();
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (zone, day) => {
    const key = `${zone} ${day}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const format =
      formats.get(zone) ??
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', day: '2-digit', hourCycle: 'h23' });
    formats.set(zone, format);
    const parts = format.formatToParts(new Date(`${day}T12:00:00Z`));
    const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    const aheadDays = read('day') === Number(day.slice(8)) ? 0 : 1;
    const offset = (read('hour') - 12 + 24 * aheadDays) * 3_600_000;
    known.set(key, offset);
    return offset;
  };
}

/** People are away more in July and August and around the turn of the year. */
export function seasonOf(day: IsoDate): { vacation_weight: number; demand: number } {
  const monthDay = day.slice(5);
  if (monthDay >= '12-19' || monthDay <= '01-04') return { vacation_weight: 5, demand: 0.7 };
  if (monthDay >= '07-10' && monthDay <= '08-20') return { vacation_weight: 4, demand: 0.85 };
  return { vacation_weight: 1, demand: 1 };
}
