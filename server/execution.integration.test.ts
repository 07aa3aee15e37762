import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makeInterventionRunner } from '#agents/intervention/run.ts';
import { type Board, makeBoard } from '#agents/testing/board.ts';
import { effectKey } from '#domain/action.ts';
import type { Intervention } from '#domain/intervention.ts';
import { makeCheckpointer } from '#store/checkpointer.ts';
import { ids } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';

let base: TestApp;
let made: TestApp;
let board: Board;
beforeAll(async () => {
  base = await makeTestApp();
  made = await base.again({ connectors: { of: async () => board.connector } });
});
afterAll(async () => {
  await made.close();
  await base.close();
});
beforeEach(() => {
  board = makeBoard({ '1': {}, '2': {} });
});

type Who = Exclude<Parameters<TestApp['ask']>[0], null>;
const chain = [{ role: 'manager' as const, person_ids: [ids.manager] }];
const post = (who: Who, url: string, payload: object = {}) => made.ask(who, { method: 'POST', url, payload });
const settle = (who: Who, { id, version }: Intervention, action: string, outcome: string) =>
  post(who, `/api/outbox/${encodeURIComponent(effectKey(id, version, action))}/settle`, {
    outcome,
    note: 'Looked at the board.',
  });

async function approved(name: string): Promise<Intervention> {
  const proposal = await made.company.system.interventions.propose(proposalOf(name, { chain }));
  expect(
    await post('manager', `/api/interventions/${proposal.id}/decisions`, {
      version: proposal.version,
      hash: proposal.hash,
      type: 'approve',
    }),
  ).toMatchObject({ status: 200 });
  return proposal;
}

const advance = ({ id }: Pick<Intervention, 'id'>) =>
  makeInterventionRunner({
    ...made.company.system,
    connectors: { of: async () => board.connector },
    checkpointer: makeCheckpointer(made.company.database),
    clock: made.company.clock,
  }).advance(id, new AbortController().signal);

const eventsOf = async ({ id }: Pick<Intervention, 'id'>) =>
  (await made.company.system.audit.list({ limit: 200 })).items
    .filter(({ subject }) => subject === id)
    .map(({ event, actor }) => `${event} by ${actor}`);

/** A source that can't tell whether a write happened, and whose first answer is lost. */
async function unclear(name: string, before: () => void = () => {}): Promise<Intervention> {
  const proposal = await approved(name);
  board.connector = { ...board.connector, actions: [] };
  board.faults = ['answer_lost'];
  const { execute } = board.connector;
  board.connector.execute = async (action, key, signal) => {
    before();
    return await execute(action, key, signal);
  };
  const { precheck } = board.connector;
  // It shows the card as it was for a while: nobody can tell.
  let lag = true;
  board.connector.precheck = async (action, key, signal) =>
    lag && board.cards.get(action.external_id)?.assignee === 'b1'
      ? { status: 'ready' }
      : await precheck(action, key, signal);
  expect(await advance(proposal)).toBe('needs_person');
  lag = false;
  return proposal;
}

describe('an action whose answer was lost', () => {
  test('is shown to those who may settle it, and to nobody else', async () => {
    const proposal = await unclear('shown-unclear');
    const listed = await made.ask('manager', { url: '/api/outbox' });
    const rows = z.object({ items: z.array(z.object({ effect_key: z.string() })) }).parse(listed.body).items;
    expect(rows.map(({ effect_key }) => effect_key)).toContain(effectKey(proposal.id, 1, 'act_1'));
    expect(await made.ask('cas', { url: '/api/outbox' })).toMatchObject({ body: { items: [] } });
    expect(await settle('cas', proposal, 'act_1', 'it_happened')).toMatchObject({ status: 404 });
  });

  test('that happened counts as done, once, and its proposal as executed', async () => {
    const proposal = await unclear('happened');
    const answers = await Promise.all([
      settle('manager', proposal, 'act_1', 'it_happened'),
      settle('hana', proposal, 'act_1', 'give_up'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { state } = z.object({ state: z.string() }).parse(answers.find((one) => one.status === 200)?.body);
    expect(state).toBe('executed');
    expect(board.effects).toHaveLength(2);
    expect(await settle('manager', proposal, 'act_1', 'it_happened')).toMatchObject({ status: 409 });
  });

  test('that is to be tried again is, under its key, after another look', async () => {
    const proposal = await unclear('again');
    expect(await settle('manager', proposal, 'act_1', 'try_again')).toMatchObject({
      status: 200,
      body: { state: 'executing', execution: { state: 'queued' } },
    });
    expect(made.sent).toContainEqual({
      name: 'intervention-advance',
      data: { intervention_id: proposal.id },
    });
    // The look finds what the lost answer had done: nothing is done twice.
    expect(await advance(proposal)).toBe('executed');
    expect(board.effects.filter(({ key }) => key.endsWith('act_1'))).toHaveLength(1);
    expect(await eventsOf(proposal)).toEqual([
      'intervention-proposed by fairlead',
      'intervention-approved by per_manager',
      'intervention-begun by fairlead',
      'action-unknown by fairlead',
      'action-executed by fairlead',
      'intervention-unclear by fairlead',
      'action-settled by per_manager',
      'intervention-settled by per_manager',
      'action-executed by fairlead',
      'intervention-executed by fairlead',
    ]);
  });
});

describe('a dry run', () => {
  test('looks at each target, shows what would be sent, and writes nothing', async () => {
    const proposal = await made.company.system.interventions.propose(proposalOf('dry', { chain }));
    board.connector.preview = (action) => [
      { method: 'PUT', path: `/cards/${action.external_id}`, body: { assignee: 'b1' } },
    ];
    const card = board.cards.get('2');
    if (card) card.assignee = 'somebody';
    const answer = await post('manager', `/api/interventions/${proposal.id}/dry-run`);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        items: [
          { action_id: 'act_1', check: { status: 'ready' }, requests: [{ method: 'PUT', path: '/cards/1' }] },
          { action_id: 'act_2', check: { status: 'stale', found: { assignee: 'somebody' } } },
        ],
      },
    });
    expect(board.effects).toEqual([]);
    expect(await made.company.system.outbox.ofIntervention(proposal.id)).toEqual([]);
    expect(await eventsOf(proposal)).toEqual(['intervention-proposed by fairlead']);
  });

  test('says of a source that can’t be reached that it can’t', async () => {
    const proposal = await made.company.system.interventions.propose(proposalOf('dry-down', { chain }));
    await made.company.system.interventions.get(proposal.id);
    board.connector.precheck = async () => {
      const { SourceError } = await import('#domain/errors.ts');
      throw new SourceError('source-unavailable', 'The board is down.');
    };
    expect(await post('manager', `/api/interventions/${proposal.id}/dry-run`)).toMatchObject({
      status: 200,
      body: { items: [{ check: { status: 'unreachable', reason: 'The board is down.' } }, {}] },
    });
  });
});

describe('putting back', () => {
  const undo = (who: Who, { id }: Intervention) => post(who, `/api/interventions/${id}/undo`);

  test('is a proposal of its own, approved by somebody else, that restores what we changed', async () => {
    const proposal = await approved('to-undo');
    expect(await undo('manager', proposal)).toMatchObject({ status: 409 });
    expect(await advance(proposal)).toBe('executed');
    // Work went on meanwhile: one is under way, the other has gone to a third.
    const [first, second] = [board.cards.get('1'), board.cards.get('2')];
    if (first) first.status_category = 'in_progress';
    if (second) second.assignee = 'c1';
    const asked = await undo('manager', proposal);
    expect(asked).toMatchObject({
      status: 200,
      body: {
        kind: 'undo',
        undoes: proposal.id,
        proposed_by: ids.manager,
        chain: [{ role: 'manager', person_ids: [ids.head] }],
        actions: [
          {
            key: 'PAY-1',
            from_person_id: ids.bob,
            to_person_id: ids.ann,
            expected: { assignee: 'b1', status_category: 'in_progress' },
          },
        ],
      },
    });
    expect(await undo('manager', proposal)).toMatchObject({ status: 409 });
    const back = asked.body as Intervention;
    const decision = { version: back.version, hash: back.hash, type: 'approve' };
    expect(await post('manager', `/api/interventions/${back.id}/decisions`, decision)).toMatchObject({
      status: 403,
    });
    expect(await post('head', `/api/interventions/${back.id}/decisions`, decision)).toMatchObject({
      status: 200,
    });
    expect(await advance(back)).toBe('executed');
    expect(board.cards.get('1')).toMatchObject({ assignee: 'a1', status_category: 'in_progress' });
    expect(board.cards.get('2')).toMatchObject({ assignee: 'c1' });
    expect(await undo('manager', proposal)).toMatchObject({
      status: 409,
      body: { error: { details: { undo: back.id } } },
    });
  });

  test('of what nobody holds as we left it is refused, with the reasons', async () => {
    const proposal = await approved('nothing-left');
    expect(await advance(proposal)).toBe('executed');
    for (const card of board.cards.values()) card.status_category = 'done';
    expect(await undo('manager', proposal)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('PAY-1 stays: it has been done since.') } },
    });
    expect(await undo('cas', proposal)).toMatchObject({ status: 404 });
  });
});
