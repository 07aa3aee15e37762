import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Grounding, GroundKpi } from '#agents/goals/grounding/grounding.ts';
import { evidenceId } from '#domain/ids.ts';

const known = z.strictObject({
  indicator: z.string().optional(),
  name: z.string().optional(),
  value: z.number().optional(),
  n: z.int().optional(),
  chance: z.number().optional(),
  mean: z.number().optional(),
  interval80: z.tuple([z.number(), z.number()]).optional(),
  nearest: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
});

/** What a turn must bring. Left out: not looked at; `kpis: null` and `question: null`: none. */
const expectations = {
  /** Parts of the answer's words. */
  reply: z.array(z.coerce.string()).optional(),
  question: z.string().nullable().optional(),
  /** Fields of the draft's KPIs, in order. */
  kpis: z.array(z.record(z.string(), z.unknown())).nullable().optional(),
  draft: z.literal(false).optional(),
  saved: z.boolean().optional(),
};
const turn = z.union([
  z.strictObject({ say: z.string(), ...expectations }),
  z.strictObject({ repeat: z.object({ text: z.string(), times: z.int() }), ...expectations }),
  /** Everything but the database ends and begins anew, on that day. */
  z.strictObject({ restart_on: z.iso.date() }),
]);
const conversationCase = z.strictObject({
  name: z.string(),
  as: z.enum(['ann', 'bob', 'manager']),
  /** By words of the metric, what the data say of it; `chosen`: of an indicator that the person chose. */
  grounding: z.record(z.string(), known).default({}),
  turns: z.array(turn).min(1),
  /** Fields of the goals that are kept in the end, in order. */
  stored: z.array(z.record(z.string(), z.unknown())),
  /** Words that must stand in no event. */
  never: z.array(z.string()).default([]),
});
export type ConversationCase = z.infer<typeof conversationCase>;
export type ConversationTurn = z.infer<typeof turn>;

const folder = path.join(import.meta.dirname, '../../agents/goals/chat/conversations');

/** The conversations that are kept as cases. @throws where a file isn't one, naming it. */
export const conversationCases = (): ConversationCase[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const read = conversationCase.safeParse(parse(readFileSync(path.join(folder, file), 'utf8')));
      if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
      return read.data;
    });

/** Data as a case states them, in the shape in which the real grounding answers. */
export const scriptedGrounding =
  (facts: ConversationCase['grounding']): GroundKpi =>
  async ({ kpi, subject, indicator_id, today }) => {
    const chosen = indicator_id == null ? undefined : facts.chosen;
    const named = Object.entries(facts).find(([words]) => words !== 'chosen' && kpi.metric.includes(words));
    const found = chosen ?? named?.[1];
    const { indicator = null, name = null, value, chance, mean = 0, interval80 = [0, 0] } = found ?? {};
    const at = kpi.due_iso;
    const grounding: Grounding = {
      verdict: indicator === null ? 'not_measured' : 'measured',
      indicator_id: indicator,
      indicator_name: name,
      indicator_unit: indicator === null ? null : 'days',
      indicator_direction: indicator === null ? null : 'decrease',
      complement: false,
      score: indicator === null ? 0.1 : 0.9,
      nearest: (found?.nearest ?? []).map((near) => ({ indicator_id: near.id, name: near.name, score: 0.3 })),
      other_metric: null,
      subject,
      baseline:
        value === undefined
          ? null
          : {
              value,
              unit: kpi.unit ?? 'days',
              window: 'mean of 4 weeks',
              n: found?.n ?? 0,
              minimum_n: 4,
              evidence_ids: [evidenceId.parse('evd_seen')],
              period: { from: '2026-02-02', to: '2026-03-01' },
              fresh_until: today,
              spread: 1,
              flags: [],
            },
      chance:
        chance === undefined || at === null || kpi.target === null
          ? null
          : {
              probability: chance,
              mean,
              interval80,
              interval95: [interval80[0] - 1, interval80[1] + 1],
              method: 'theta',
              at,
              weeks_ahead: 17,
              weeks_known: 26,
            },
      forecast: null,
      owner_contributes: null,
      notes: [],
    };
    return grounding;
  };
