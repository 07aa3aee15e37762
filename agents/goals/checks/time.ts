import { daysBetween } from '#domain/date.ts';
import { type Check, quoted } from './check.ts';

// A week is the shortest period over which indicators are computed.
const SHORTEST_DAYS = 7;
// Beyond three years nobody who set the goal is likely to be held to it.
const LONGEST_DAYS = 3 * 366;

/** Whether its date can be met. */
export const timeChecks: readonly Check[] = [
  {
    id: 'due-past',
    of: 'kpi',
    severity: 'block',
    question: 'Does the date lie ahead?',
    find: (kpi, { today }) =>
      kpi.due_iso !== null && kpi.due_iso < today
        ? {
            sentence: `The date of ${quoted(kpi)}, ${kpi.due_iso}, is past.`,
            fix: 'Choose a date that lies ahead.',
          }
        : null,
  },
  {
    id: 'due-too-soon',
    of: 'kpi',
    severity: 'warn',
    question: 'Is there time for the number to move?',
    find: (kpi, { today }) => {
      if (kpi.due_iso === null || kpi.due_iso < today) return null;
      const days = daysBetween(today, kpi.due_iso);
      return days < SHORTEST_DAYS
        ? {
            sentence: `${quoted(kpi)} is due in ${days} ${days === 1 ? 'day' : 'days'}, less than a week of data.`,
            fix: 'Leave at least a week, or make it a task.',
          }
        : null;
    },
  },
  {
    id: 'due-too-far',
    of: 'kpi',
    severity: 'hint',
    question: 'Is the date near enough to steer by?',
    find: (kpi, { today }) =>
      kpi.due_iso !== null && daysBetween(today, kpi.due_iso) > LONGEST_DAYS
        ? {
            sentence: `${quoted(kpi)} is due on ${kpi.due_iso}, more than three years from now.`,
            fix: 'Add a milestone within the year.',
          }
        : null,
  },
  {
    id: 'dues-differ',
    of: 'goal',
    severity: 'hint',
    question: 'Do some KPIs of a goal lack the date that others have?',
    find: ({ kpis }) => {
      const dated = kpis.filter((kpi) => kpi.due_iso !== null);
      const open = kpis.filter((kpi) => kpi.due === null && kpi.direction !== 'maintain');
      return dated.length > 0 && open.length > 0
        ? {
            sentence: `${dated.length} of ${kpis.length} KPIs have a date; ${open.map(quoted).join(', ')} ${open.length === 1 ? 'has' : 'have'} none.`,
            fix: `If they share it, say so: ${dated[0]?.due ?? ''}.`,
          }
        : null;
    },
  },
];
