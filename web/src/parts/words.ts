/** How the pages say what the API codes. */
export const proposalStates: Record<
  string,
  { word: string; tone: 'plain' | 'attention' | 'good' | 'broken' }
> = {
  awaiting_approval: { word: 'waits for a decision', tone: 'attention' },
  approved: { word: 'approved, about to be carried out', tone: 'good' },
  executing: { word: 'being carried out', tone: 'good' },
  executed: { word: 'carried out', tone: 'good' },
  measured: { word: 'carried out and measured', tone: 'good' },
  rejected: { word: 'rejected', tone: 'plain' },
  expired: { word: 'expired', tone: 'plain' },
  void: { word: 'void: the target had changed', tone: 'attention' },
  superseded: { word: 'superseded', tone: 'plain' },
  withdrawn: { word: 'withdrawn', tone: 'plain' },
  failed: { word: 'failed', tone: 'broken' },
  needs_person: { word: 'unclear: somebody must look', tone: 'broken' },
};

export const decisionWords: Record<string, string> = {
  approve: 'approved',
  edit: 'edited',
  reject: 'rejected',
  respond: 'asked',
};

export const sectionTitles: Record<string, string> = {
  achieved: 'What was achieved',
  against_role: 'Against role and goals',
  in_the_way: 'What got in the way',
  to_discuss: 'To talk about',
};

const days = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
export const day = (date: string) => days.format(new Date(date));

const moments = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
export const moment = (instant: string) => moments.format(new Date(instant));

const figures = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
export const figure = (value: number) => figures.format(value);

const unitWords: Record<string, string> = { percent: '%', hours: 'h', days: 'd', count: '', ratio: '' };
/** A value with its unit; a missing one says so. */
export function quantity(value: number | null, unit: string): string {
  if (value === null) return 'not enough data';
  const word = unitWords[unit] ?? unit;
  return word === '' ? figure(value) : `${figure(value)} ${word}`;
}
