import { describe, expect, test } from 'vitest';
import type { NewEvidence } from '#domain/evidence.ts';
import { interventionId, teamId } from '#domain/ids.ts';
import { proposalContent, proposalHash } from '#domain/intervention.ts';
import type { LedgerEntry } from '#domain/ledger.ts';
import { policyPreset } from '#domain/policy.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { withLedger } from './learned-promises.ts';

const entry = (index: number, share: number): LedgerEntry => ({
  intervention_id: interventionId.parse(`itv_${index}`),
  kind: 'rebalance_workload',
  team_id: teamId.parse('team_other'),
  title: 'Move two tasks',
  state: 'measured',
  group: 'done',
  since: '2026-02-01',
  metric: 'open work in percent of capacity',
  unit: 'percent',
  before: 150,
  predicted: 100,
  constructed: 100,
  lower80: 80,
  upper80: 120,
  measured: 150 - 50 * share,
  comparison: null,
  verdict: 'no_effect',
  measured_at: '2026-03-01T00:00:00.000Z',
});

const predicted_effect = {
  metric: 'open work in percent of capacity',
  unit: 'percent',
  before: 140,
  after: 90,
  lower80: 80,
  upper80: 100,
  horizon_days: 28,
};
const proposal = proposalOf('next', { predicted_effect });
const candidate = {
  kind: proposal.kind,
  dedupe_key: proposal.dedupe_key,
  severity: 'attention' as const,
  decider_ids: [],
  person_id: null,
  proposal,
};

async function next(entries: readonly LedgerEntry[]) {
  const recorded: NewEvidence[] = [];
  const [found] = await withLedger(
    {
      ledger: { measured: async () => [...entries] },
      policy: { current: async () => policyPreset('dynamic') },
      evidence: {
        record: async (items: readonly NewEvidence[]) => {
          recorded.push(...items);
          return items.map((item) => ({ ...item, id: 'evd_1' }) as never);
        },
        get: async () => [],
        ofSubject: async () => [],
      },
    },
    { cycle: { period: { from: '2026-01-05', to: '2026-03-01' } }, team: { id: proposal.team_id } } as never,
    [candidate],
  );
  if (found === undefined) throw new Error('lost');
  return { ...found.proposal, recorded };
}

describe('a proposal’s promise', () => {
  test('is as it was made while nothing is measured', async () => {
    const { recorded, ...same } = await next([]);
    expect(same).toEqual(proposal);
    expect(recorded).toEqual([]);
    const { rationale } = await next([{ ...entry(1, 0), verdict: 'too_early', measured: null }]);
    expect(rationale).toEqual(proposal.rationale);
  });

  test('is drawn towards what came of others, says so with evidence, and is what the hash covers', async () => {
    const {
      predicted_effect: effect,
      rationale,
      hash,
      recorded,
      ...rest
    } = await next([0.1, 0, 0.2, -0.1, 0.1, 0, 0.2].map((share, index) => entry(index, share)));
    expect(effect?.before).toBe(140);
    expect(effect?.after).toBeGreaterThan(115);
    expect(effect?.after).toBeLessThan(140);
    expect(effect?.upper80).toBeGreaterThan(140);
    expect(effect?.learned).toEqual({ from: 90, n: 7 });
    const said = rationale.slice(proposal.rationale.length).map(({ text }) => text);
    expect(said[0]).toMatch(/^7 proposals of this kind have been measured so far: on average 7 % /);
    expect(said[1]).toMatch(/no effect of this kind has been shown/);
    expect(rationale.at(-1)?.citations).toEqual(['evd_1']);
    expect(recorded).toHaveLength(1);
    const content = proposalContent.parse({ ...rest, predicted_effect: effect, rationale });
    expect(hash).toBe(proposalHash(content, 1));
  });

  test('does not call what helps unproven', async () => {
    const { rationale } = await next([0.9, 1, 1.1, 0.8, 1].map((share, index) => entry(index, share)));
    expect(rationale.map(({ text }) => text).join(' ')).not.toMatch(/no effect/);
  });

  test('says of fewer than the policy shows no more than how many', async () => {
    const { rationale, recorded, predicted_effect: effect } = await next([entry(1, 0), entry(2, 0)]);
    expect(rationale.at(-1)?.text).toMatch(/^2 proposals of this kind have been measured so far, too few/);
    expect(rationale.at(-1)?.text).not.toMatch(/%/);
    expect(recorded[0]?.facts.some(({ unit }) => unit === 'percent')).toBe(false);
    expect(effect?.after).toBeGreaterThan(90);
  });
});
