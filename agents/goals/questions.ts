import type { z } from 'zod';
import type { clarifiable } from '#domain/goal.ts';
import type { KpiDraft } from './drafts.ts';

export type Field = z.infer<typeof clarifiable>;
const ORDER: Field[] = ['metric', 'target', 'baseline', 'due'];

const movement = (draft: KpiDraft) =>
  draft.kpi.direction === 'increase' ||
  draft.kpi.direction === 'decrease' ||
  (draft.kpi.relative !== null && draft.kpi.target === null);

function missingOf(draft: KpiDraft): Field[] {
  const fields: Field[] = [];
  if (draft.unmeasured) fields.push('metric');
  if (!draft.stated) fields.push('target');
  if (draft.kpi.baseline === null && movement(draft)) fields.push('baseline');
  if (draft.kpi.due_iso === null && !draft.standing) fields.push('due');
  return fields;
}

/** What a manager must still be asked for; everything, where no KPI was found and nothing dated is to be done. */
export function missingFields(drafts: readonly KpiDraft[], milestone: boolean): Field[] {
  if (drafts.length === 0) return milestone ? [] : [...ORDER];
  const missing = new Set(drafts.flatMap(missingOf));
  return ORDER.filter((field) => missing.has(field));
}

const named = (drafts: readonly KpiDraft[], field: Field): string => {
  const names = drafts.filter((draft) => missingOf(draft).includes(field)).map((draft) => draft.kpi.metric);
  const shown = names.slice(0, 3).map((name) => `“${name}”`);
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? 'this');
};

function ask(field: Field, drafts: readonly KpiDraft[]): string {
  if (drafts.length === 0) {
    const open: Record<Field, string> = {
      metric: 'What would you count or measure to see that this has happened?',
      target: 'Which number would tell you that it is reached?',
      baseline: 'Where does it stand today?',
      due: 'By when should it be reached?',
    };
    return open[field];
  }
  const what = named(drafts, field);
  const down = drafts.some((draft) => draft.kpi.direction === 'decrease');
  const asks: Record<Field, string> = {
    metric: `How do you measure ${what}: which number, from which system?`,
    target: `Which value should ${what} ${down ? 'come down' : 'get'} to, or by how much should it change?`,
    baseline: `What is ${what} today?`,
    due: `By when should ${what} be reached?`,
  };
  return asks[field];
}

/** One question a field. */
export const questionsFor = (fields: readonly Field[], drafts: readonly KpiDraft[]) =>
  fields.map((field) => ({ field, ask: ask(field, drafts) }));
