import { addDays, type IsoDate, weekStart } from '#domain/date.ts';
import { absencesOf, PLANNED_DAYS } from './absence.ts';
import type { Behaviour } from './behaviour.ts';
import { historyStart, weekday } from './calendar.ts';
import type { Random } from './random.ts';
import type { Member } from './roster.ts';
import {
  type Booking,
  setFlag,
  setStatus,
  statusesOf,
  toEstimate,
  toQuarterHours,
  type Work,
} from './work.ts';

/** Run before the history begins, so that its first week already has work under way. */
const WARM_UP_DAYS = 28;
const SATURDAY = 5;
/** No more items than this are touched in a day; the rest of it goes into meetings. */
const TOUCHES_PER_DAY = 3;

export interface PersonQuestion {
  member: Member;
  behaviour: Behaviour;
  anchor: IsoDate;
  /** Weeks of history; without it the usual number. */
  weeks?: number | undefined;
  random: Random;
  offsetOf: (zone: string, day: IsoDate) => number;
}

export interface PersonHistory {
  member: Member;
  works: Work[];
  bookings: Booking[];
}

interface Desk extends PersonQuestion {
  works: Work[];
  bookings: Booking[];
  weekFactor: Map<IsoDate, number>;
}

/** A local time of day as an instant; late evenings in the west never reach into the anchor day. */
const instantOf = (desk: Desk, day: IsoDate, minute: number): number =>
  Math.min(
    Date.parse(`${desk.anchor}T00:00:00Z`) - 60_000,
    Date.parse(`${day}T00:00:00Z`) + Math.round(minute * 60) * 1000 - desk.offsetOf(desk.member.zone, day),
  );

function workdaysAfter(desk: Desk, day: IsoDate, count: number): IsoDate {
  let result = day;
  for (let left = Math.max(1, Math.round(count)); left > 0; ) {
    result = addDays(result, 1);
    if (desk.member.work_days.includes(weekday(result))) left -= 1;
  }
  return result;
}

function dueFor(desk: Desk, day: IsoDate): IsoDate | null {
  if (!desk.random.chance(desk.behaviour.due_share)) return null;
  const due = addDays(day, desk.random.int(...desk.behaviour.leadDays(day)));
  return weekday(due) > 4 ? addDays(due, 7 - weekday(due)) : due;
}

function receive(desk: Desk, day: IsoDate): Work {
  const { behaviour, member, random } = desk;
  const effort = Math.min(
    45,
    Math.max(0.5, random.lognormal(behaviour.effort.median, behaviour.effort.sigma)),
  );
  const handed = instantOf(desk, day, random.between(535, 560));
  const lag = random.chance(0.55) ? 0 : Math.ceil(random.lognormal(3, 0.9));
  const seen = lag === 0 ? handed : instantOf(desk, addDays(day, -lag), random.between(560, 1010));
  const [first, second] = member.components;
  const work: Work = {
    owner: member,
    component: first === undefined ? null : random.chance(0.58) ? first : (second ?? first),
    priority: random.weighted([
      [1, 0.03],
      [2, 0.2],
      [3, 0.54],
      [4, 0.18],
      [5, 0.05],
    ]),
    left: effort,
    // People underestimate: by 12 % at the median, and by a third either way in ordinary cases.
    estimate: toEstimate(effort * Math.exp(random.normal(-0.12, 0.33))),
    spent: 0,
    created_at: seen,
    due_on: dueFor(desk, day),
    status: statusesOf(member).open,
    events: lag === 0 ? [] : [{ at: handed, field: 'assignee', from: null, to: member.jira_account }],
    started: false,
    resolved_at: null,
    waits_until: null,
    blocked_until: null,
    reopen_on: null,
    reopened: false,
  };
  desk.works.push(work);
  return work;
}

const notStarted = (desk: Desk) => desk.works.filter((work) => !work.started);

function fillBacklog(desk: Desk, day: IsoDate): void {
  const wanted = desk.behaviour.backlogHours(day);
  let hours = notStarted(desk).reduce((sum, work) => sum + work.estimate, 0);
  for (let added = 0; hours < wanted && added < 12; added += 1) hours += receive(desk, day).estimate;
}

function finish(desk: Desk, work: Work, day: IsoDate, at: number): void {
  setStatus(work, statusesOf(desk.member).done, at);
  work.resolved_at = at;
  work.waits_until = null;
  if (!work.reopened && desk.random.chance(desk.behaviour.reopen)) {
    work.reopen_on = workdaysAfter(desk, day, desk.random.int(1, 5));
  }
}

/** What changes before the day's work: answers arrive, obstacles go, finished things come back. */
function openDay(desk: Desk, day: IsoDate): void {
  for (const work of desk.works) {
    // Before the day's first touch at 9:25, so that a history never runs backwards.
    const at = instantOf(desk, day, desk.random.between(500, 560));
    if (work.blocked_until !== null && work.blocked_until !== 'never' && work.blocked_until <= day) {
      setFlag(work, false, at);
      work.blocked_until = null;
    }
    if (work.waits_until !== null && work.waits_until <= day)
      finish(desk, work, day, instantOf(desk, day, desk.random.between(525, 990)));
    else if (work.reopen_on !== null && work.reopen_on <= day) {
      setStatus(work, 'In Progress', at);
      work.resolved_at = null;
      work.reopen_on = null;
      work.reopened = true;
      work.left = Math.max(0.5, work.spent * desk.random.between(0.15, 0.4));
    }
  }
}

function handIn(desk: Desk, work: Work, day: IsoDate, minute: number): void {
  const { behaviour, random } = desk;
  const at = instantOf(desk, day, minute);
  work.left = 0;
  if (behaviour.stuck_on !== null && day >= behaviour.stuck_on && !desk.works.some(isStuck)) {
    setStatus(work, 'In Review', at);
    setFlag(work, true, instantOf(desk, day, minute + 25));
    work.blocked_until = 'never';
    return;
  }
  if (behaviour.wait === null) {
    finish(desk, work, day, at);
    return;
  }
  const wait = random.lognormal(behaviour.wait.median, behaviour.wait.sigma) * behaviour.waitFactor(day);
  setStatus(work, behaviour.wait.status, at);
  if (wait < 0.4) finish(desk, work, day, instantOf(desk, day, minute + random.between(15, 70)));
  else work.waits_until = workdaysAfter(desk, day, wait);
}

const isStuck = (work: Work) => work.blocked_until === 'never';
const underWay = (work: Work) =>
  work.started && work.resolved_at === null && work.waits_until === null && work.blocked_until === null;

function start(desk: Desk, day: IsoDate, minute: number): Work {
  const soon = addDays(day, 3);
  const pressing = ({ due_on }: Work) =>
    due_on !== null && due_on <= soon && desk.behaviour.watchesDates(day) ? 0 : 1;
  const urgency = (work: Work) => `${pressing(work)} ${work.priority} ${work.due_on ?? '9999'}`;
  const work =
    notStarted(desk)
      .filter((candidate) => candidate.created_at < instantOf(desk, day, minute))
      .sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1))[0] ?? receive(desk, day);
  work.started = true;
  setStatus(work, 'In Progress', instantOf(desk, day, minute));
  return work;
}

function maybeBlock(desk: Desk, work: Work, day: IsoDate, minute: number): void {
  if (work.left <= 0 || !desk.random.chance(desk.behaviour.blocked / 2)) return;
  setFlag(work, true, instantOf(desk, day, minute + 5));
  work.blocked_until = workdaysAfter(desk, day, desk.random.lognormal(2.5, 0.6));
}

/** Puts the day's focused hours into items, oldest first, and returns what was written down. */
function workThrough(desk: Desk, day: IsoDate, focusHours: number): number {
  const { behaviour, random } = desk;
  let minute = random.between(565, 600);
  let hoursLeft = focusHours;
  let booked = 0;
  const open = desk.works.filter(underWay);
  for (let touch = 0; touch < TOUCHES_PER_DAY && hoursLeft >= 0.25; touch += 1) {
    const fresh = open.length < behaviour.parallel && random.chance(open.length === 0 ? 1 : 0.35);
    const work = (fresh ? undefined : open.shift()) ?? start(desk, day, minute);
    const wish = random.chance(0.88) ? hoursLeft : hoursLeft * random.between(0.45, 0.75);
    const hours = Math.max(0.25, toQuarterHours(Math.min(wish, work.left / behaviour.pace)));
    minute = Math.min(1150, minute + hours * 75);
    hoursLeft -= hours;
    booked += hours;
    work.spent += hours;
    work.left -= hours * behaviour.pace;
    desk.bookings.push({ day, hours, work, absence: null });
    const forced = behaviour.stuck_on !== null && day >= behaviour.stuck_on && !desk.works.some(isStuck);
    if (work.left <= 0.1 || forced) handIn(desk, work, day, minute);
    else maybeBlock(desk, work, day, minute);
  }
  return booked;
}

/** Share of this day for work items: people have days for themselves and days of meetings, `share` on average. */
function focusOf({ behaviour: { share }, random }: Desk, weekFactor: number): number {
  if (share < 0.5) return random.chance(0.25 * weekFactor) ? share * 4 : 0;
  const onMeetingDays = 0.3;
  const clear = ((share - onMeetingDays) / (1 - onMeetingDays)) * weekFactor;
  return random.chance(clear) ? 1 : onMeetingDays;
}

function liveDay(desk: Desk, day: IsoDate): void {
  const { behaviour, member, random } = desk;
  openDay(desk, day);
  fillBacklog(desk, day);
  const week = weekStart(day);
  const weekFactor = desk.weekFactor.get(week) ?? random.lognormal(1, 0.15);
  desk.weekFactor.set(week, weekFactor);
  const contract = member.weekly_hours / member.work_days.length;
  const hours = contract * behaviour.hoursFactor(day) * Math.min(1.12, random.lognormal(0.995, 0.05));
  const focused = Math.min(hours, hours * focusOf(desk, weekFactor));
  const meetings = toQuarterHours(hours - workThrough(desk, day, focused));
  // A quarter of an hour here and there is written down by nobody.
  if (meetings >= 0.75) desk.bookings.push({ day, hours: meetings, work: null, absence: null });
}

/** What is left over from the week, for those who work on Saturdays: meetings there are none. */
function liveSaturday(desk: Desk, day: IsoDate): void {
  const hours = desk.behaviour.saturdayHours(day);
  if (hours === 0) return;
  openDay(desk, day);
  workThrough(desk, day, hours);
}

/** Lives through somebody's working days, one after the other, up to the day before the anchor. */
export function simulatePerson(question: PersonQuestion): PersonHistory {
  const { member, anchor, weeks, behaviour, random } = question;
  const desk: Desk = { ...question, works: [], bookings: [], weekFactor: new Map() };
  const warmUp = addDays(historyStart(anchor, weeks), -WARM_UP_DAYS);
  const first = [member.start_date, warmUp].toSorted().at(-1) ?? warmUp;
  const days: IsoDate[] = [];
  for (let day = first; day <= addDays(anchor, PLANNED_DAYS); day = addDays(day, 1)) days.push(day);
  const absences = absencesOf(member, behaviour, days, anchor, random);
  for (const day of days) {
    const absence = absences.get(day);
    const hours = toQuarterHours(member.weekly_hours / member.work_days.length);
    if (absence !== undefined) desk.bookings.push({ day, hours, work: null, absence });
    else if (day < anchor && member.work_days.includes(weekday(day))) liveDay(desk, day);
    else if (day < anchor && weekday(day) === SATURDAY) liveSaturday(desk, day);
  }
  return { member, ...within(desk, historyStart(anchor, weeks)) };
}

/** Leaves out what was over before the history begins. */
function within(desk: Desk, from: IsoDate): Pick<PersonHistory, 'works' | 'bookings'> {
  const instant = Date.parse(`${from}T00:00:00Z`);
  const works = desk.works.filter((work) => work.resolved_at === null || work.resolved_at >= instant);
  return { works, bookings: desk.bookings.filter((booking) => booking.day >= from) };
}
