import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClock } from '#domain/clock.ts';
import type { Intervention } from '#domain/intervention.ts';
import { makeStore } from '#store/store.ts';
import { ids } from '#store/testing/company.ts';
import { proposalOf } from '#store/testing/proposal.ts';
import { makeTestApp, type TestApp } from './testing/test-app.ts';
import { sweep } from './worker.ts';

// The approval machine over HTTP and the database against the few lines below that say what it should do.

let made: TestApp;
beforeAll(async () => {
  made = await makeTestApp();
});
afterAll(() => made.close());

const people = ['manager', 'head', 'hana', 'cas'] as const;
type Who = (typeof people)[number];

/** What should be true of the proposal: manager first, then hr. */
interface Model {
  state: string;
  version: number;
  step: 0 | 1;
  claim: Who | null;
  /** To whom the present step of the present version was handed on. */
  handed: Set<string>;
  approved: Set<Who>;
  actions: number;
  /** The last decision that was taken, with what was answered. */
  last: { who: Who; key: string; payload: object; body: unknown } | null;
}

interface Real {
  proposal: Intervention;
  keys: number;
}

const fresh = (): Model => ({
  state: 'awaiting_approval',
  version: 1,
  step: 0,
  claim: null,
  handed: new Set(),
  approved: new Set(),
  actions: 2,
  last: null,
});

const entitled = (model: Model, who: Who): boolean =>
  who === (model.step === 0 ? 'manager' : 'hana') ||
  model.handed.has(`${model.version}/${model.step}/${who}`);

/** The status that a decision should be answered with. */
function verdict(model: Model, who: Who): number {
  if (who === 'cas') return 404;
  if (model.state !== 'awaiting_approval') return 409;
  if (!entitled(model, who) || model.approved.has(who)) return 403;
  return model.claim === null || model.claim === who ? 200 : 409;
}

const current = async ({ proposal }: Real): Promise<Intervention> => {
  const found = await made.company.system.interventions.get(proposal.id);
  if (found === null) throw new Error('gone');
  return found;
};

const post = (who: Who, { proposal }: Real, way: string, payload: object, key?: string) =>
  made.ask(who, {
    method: 'POST',
    url: `/api/interventions/${proposal.id}/${way}`,
    payload,
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });

async function agrees(model: Model, real: Real): Promise<void> {
  const found = await current(real);
  expect({ state: found.state, version: found.version, step: found.step }).toEqual({
    state: model.state,
    version: model.version,
    step: model.step,
  });
  const rows = await made.company.system.outbox.ofIntervention(real.proposal.id);
  expect(rows).toHaveLength(model.state === 'approved' ? model.actions : 0);
}

type Decision = 'approve' | 'reject' | 'edit' | 'respond';

class Decide implements fc.AsyncCommand<Model, Real> {
  readonly who: Who;
  readonly type: Decision;
  /** Decides on a version that is no longer current. */
  readonly late: boolean;
  constructor(who: Who, type: Decision, late: boolean) {
    this.who = who;
    this.type = type;
    this.late = late;
  }
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const { version, hash } = await current(real);
    const payload = {
      version: this.late ? version + 1 : version,
      hash,
      type: this.type,
      ...(this.type === 'edit' ? { edits: { actions: [{ id: 'act_1' }] } } : {}),
      ...(this.type === 'respond' ? { comment: 'Hm.' } : {}),
    };
    const key = `key-${real.proposal.id}-${real.keys++}`;
    const { status, body } = await post(this.who, real, 'decisions', payload, key);
    const wanted = verdict(model, this.who);
    const shown = this.late && model.state === 'awaiting_approval' && this.who !== 'cas' ? 409 : wanted;
    expect(status, this.toString()).toBe(shown);
    if (status === 200) {
      this.apply(model);
      model.last = { who: this.who, key, payload, body };
    }
    await agrees(model, real);
  }
  private apply(model: Model): void {
    if (this.type === 'approve') {
      model.approved.add(this.who);
      model.claim = null;
      if (model.step === 1) model.state = 'approved';
      else model.step = 1;
    }
    if (this.type === 'reject') [model.state, model.claim] = ['rejected', null];
    if (this.type === 'edit')
      Object.assign(model, { version: model.version + 1, step: 0, actions: 1, approved: new Set() });
  }
  toString = () => `${this.type}(${this.who}${this.late ? ', late' : ''})`;
}

class Handle implements fc.AsyncCommand<Model, Real> {
  readonly who: Who;
  readonly way: 'claim' | 'release' | 'delegate' | 'withdraw';
  constructor(who: Who, way: Handle['way']) {
    this.who = who;
    this.way = way;
  }
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const payload =
      this.way === 'delegate'
        ? { to_person_id: ids.head, reason: 'Away.' }
        : this.way === 'withdraw'
          ? { reason: 'Not needed.' }
          : {};
    const { status } = await post(this.who, real, this.way, payload);
    expect(status, this.toString()).toBe(this.expected(model));
    if (status === 200) this.apply(model);
    await agrees(model, real);
  }
  private expected(model: Model): number {
    if (this.who === 'cas') return 404;
    if (model.state !== 'awaiting_approval') return 409;
    const mine = entitled(model, this.who);
    const free = model.claim === null || model.claim === this.who;
    switch (this.way) {
      case 'claim':
        return mine ? (free ? 200 : 409) : 403;
      case 'release':
        // Who never could decide it has nothing to give back.
        if (this.who === 'head' && model.handed.size === 0) return 403;
        return free || this.who === 'hana' ? 200 : 403;
      case 'withdraw':
        return this.who === 'hana' ? 200 : 403;
      case 'delegate':
        if (!mine) return 403;
        if (!free) return 409;
        return this.who === 'head' || model.approved.has('head') ? 422 : 200;
    }
  }
  private apply(model: Model): void {
    if (this.way === 'claim') model.claim = this.who;
    if (this.way === 'release') model.claim = null;
    if (this.way === 'withdraw') model.state = 'withdrawn';
    if (this.way === 'delegate') {
      model.handed.add(`${model.version}/${model.step}/head`);
      model.claim = null;
    }
  }
  toString = () => `${this.way}(${this.who})`;
}

/** The answer was lost and the request comes again, whatever happened meanwhile. */
class Redeliver implements fc.AsyncCommand<Model, Real> {
  check = ({ last }: Readonly<Model>) => last !== null;
  async run(model: Model, real: Real): Promise<void> {
    const { last } = model;
    if (last === null) return;
    const again = await post(last.who, real, 'decisions', last.payload, last.key);
    expect(again).toEqual({ status: 200, body: last.body });
    await agrees(model, real);
  }
  toString = () => 'redeliver';
}

/** A sweep long after, in a process that knows only what is stored. */
class Expire implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const { database, tenant_id } = made.company;
    const clock = makeClock(Date.now, '2026-06-01');
    const system = makeStore({ database, tenant_id, clock }).as({ kind: 'system' });
    await sweep({ system, clock, queue: { send: async () => 'job' } });
    if (model.state === 'awaiting_approval') model.state = 'expired';
    await agrees(model, real);
  }
  toString = () => 'expire';
}

class Supersede implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    const { dedupe_key, id } = real.proposal;
    const newer = proposalOf(`${id}-newer-${real.keys++}`, { title: 'Move something else' }, { dedupe_key });
    await made.company.system.interventions.propose(newer);
    if (model.state === 'awaiting_approval') model.state = 'superseded';
    await agrees(model, real);
  }
  toString = () => 'supersede';
}

const who = fc.constantFrom(...people, 'manager' as const, 'head' as const, 'hana' as const);
const decisions: Decision[] = ['approve', 'approve', 'approve', 'edit', 'respond', 'reject'];
const ways: Handle['way'][] = ['claim', 'release', 'delegate', 'delegate', 'delegate', 'withdraw'];
const deciding = fc
  .tuple(who, fc.constantFrom(...decisions), fc.nat(9))
  // What ends a proposal comes seldom, so that much happens before.
  .map(
    ([person, type, luck]) =>
      new Decide(person, type === 'reject' && luck < 7 ? 'approve' : type, luck === 9),
  );
const handling = fc
  .tuple(who, fc.constantFrom(...ways), fc.nat(9))
  .map(([person, way, luck]) => new Handle(person, way === 'withdraw' && luck < 7 ? 'delegate' : way));
const ending = fc
  .nat(9)
  .map(
    (luck): fc.AsyncCommand<Model, Real> =>
      luck === 0 ? new Expire() : luck === 1 ? new Supersede() : new Redeliver(),
  );
const commands = [deciding, deciding, handling, handling, ending];

const load = [ids.ann, ids.bob].map((person_id) => ({
  person_id,
  capacity_hours: 36,
  before_hours: 30,
  after_hours: 30,
}));

test('the approval machine does what its model says, whatever is done in whatever order', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 16 }), async (sequence) => {
      const name = `machine-${runs++}`;
      const proposal = await made.company.system.interventions.propose(proposalOf(name, { load }));
      await fc.asyncModelRun(() => ({ model: fresh(), real: { proposal, keys: 0 } }), sequence);
    }),
    { numRuns: 100, seed: 20261123 },
  );
  const chain = await made.company.system.audit.verify();
  expect(chain).toMatchObject({ ok: true });
}, 120_000);
