import type { TimeEntry } from '#domain/record.ts';

// How time trackers name absence; anchored at word borders so that "leaflet" or "offboarding" is work.
const absenceWords =
  /\b(time[ -]?off|annual leave|sick leave|parental leave|on leave|leave|vacation|holidays?|absence|absent|pto|out of office|sick(ness)?)\b/i;

/** Whether a time entry records absence instead of work: told by its task, or by the project if it has no task. */
export const isAbsence = (entry: Pick<TimeEntry, 'task' | 'project'>): boolean =>
  absenceWords.test(entry.task ?? entry.project ?? '');
