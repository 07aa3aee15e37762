import { makeRandom } from '../series/random.ts';
import { makeCandidates, makeOptionFinder } from './candidates.ts';
import { type ExchangeView, makeExchanger } from './exchange.ts';
import type { AssignmentModel } from './model.ts';
import { assign, makePlanState, setPlan } from './plan-state.ts';
import { reducedCosts } from './relaxation.ts';

export interface Search {
  /** The cheapest plan within all capacities; null until there is one. */
  best(): { cost: number; choice: Int32Array } | null;
  /** The plan that lacked least so far. */
  nearest(): Int32Array;
  /** So many kicks, the later ones judged more strictly. Stops early when `stop` says so. */
  run(kicks: number, stop: () => boolean): void;
  /** Goes on from this plan. */
  restart(choice: Int32Array): void;
  /** New prices and merits of options (what taking one costs): what moves are judged by follows them. */
  reprice(prices: Float64Array, merit: Float64Array): void;
}

/** Options a task that are tried: wider ones cost time in proportion and were not better (measured, classes d and e). */
const WIDTH = { least: 2, most: 5, within: Number.POSITIVE_INFINITY };
/** Chains followed on after a kick, and on a look at the whole plan. */
const BEAM = 100;
const WIDE_BEAM = 400;
/** Worsenings that are accepted, in typical reduced costs, at the start and the end of a run. */
const [HOT, COLD] = [0.5, 0.01];
/** Kicks for each task that a run needs to make use of the full warmth. */
const KICKS_A_TASK = 10;
/** Overload costs so many times what free room is worth: enough to be left again, little enough to pass through. */
const OVERLOAD_FACTOR = 1.5;
/** Plans accepted with overload one after the other before it gets dearer. */
const STUCK = 20;
/** Kicks between two looks at the clock's finer matters: penalties fall, rounding of sums is wiped. */
const PERIOD = 200;
const MOST_REPAIRS = 20;
const MOST_DESCENTS = 500;
const MOST_RELIEFS = 60;

/**
 * Iterated local search: a task is put elsewhere and held there, multi-exchanges mend what that did, and the new plan
 * is kept if it isn't too much worse. Capacities may be overfilled at a price that adapts (strategic oscillation; an
 * idea of Yagiura, Ibaraki & Glover 2004, INFORMS Journal on Computing 16), and all costs are reduced costs at the
 * relaxation's prices, by which good moves look cheap.
 */
export function makeSearch(
  model: AssignmentModel,
  start: Int32Array,
  startPrices: Float64Array,
  seed: number,
  onBest: (cost: number, choice: Int32Array) => void,
): Search {
  const random = makeRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const state = makePlanState(model, start);
  const exchanger = makeExchanger(state, makeOptionFinder(model));
  const best = { cost: Number.POSITIVE_INFINITY, choice: new Int32Array(model.tasks) };
  const nearest = { missing: Number.POSITIVE_INFINITY, choice: Int32Array.from(start) };
  const changed = new Map<number, number>();
  const dirty = new Set<number>();
  const typicalLoad = meanOfPositive(model.option_load) || 1;
  let unit = 1;
  let worth = new Float64Array(startPrices.length);
  let view = makeView(startPrices, null);
  let now = 0;

  function makeView(prices: Float64Array, merit: Float64Array | null): ExchangeView {
    const reduced = reducedCosts(model, prices);
    const candidates = makeCandidates(model, merit ?? reduced, WIDTH);
    unit = typicalStep(reduced, candidates.option);
    const mean = prices.reduce((sum, value) => sum + value, 0) / prices.length;
    // A row without a price still mustn't be overfilled: a typical load over costs about what moving a task does.
    const least = Math.max(0.1 * mean, unit / typicalLoad, 1e-9);
    worth = prices.map((value) => OVERLOAD_FACTOR * Math.max(value, least));
    const locked = new Uint8Array(model.tasks);
    return { reduced, idle: prices, over: Float64Array.from(worth), candidates, locked, beam: BEAM };
  }

  /** Reduced costs, worth of idle room and price of overload of the whole plan. */
  function judge(): number {
    let sum = 0;
    for (let task = 0; task < model.tasks; task += 1) sum += view.reduced[state.choice[task] ?? 0] ?? 0;
    for (let index = 0; index < state.usage.length; index += 1) {
      const free = (state.limit[index] ?? 0) - (state.usage[index] ?? 0);
      const idle = view.idle[index] ?? 0;
      if (free < 0) sum -= (view.over[index] ?? 0) * free;
      else if (idle > 0) sum += idle * free;
    }
    return sum;
  }

  function note(): void {
    if (state.broken > 0) {
      if (best.cost === Number.POSITIVE_INFINITY) noteNearest();
      return;
    }
    if (state.cost >= best.cost - 1e-9 * Math.max(1, Math.abs(best.cost))) return;
    best.cost = state.cost;
    best.choice.set(state.choice);
    onBest(best.cost, best.choice);
  }

  function noteNearest(): void {
    let missing = 0;
    for (let index = 0; index < state.usage.length; index += 1)
      missing += Math.max(0, (state.usage[index] ?? 0) - (state.limit[index] ?? 0));
    if (missing >= nearest.missing) return;
    nearest.missing = missing;
    nearest.choice.set(state.choice);
  }

  /** Multi-exchanges over the whole plan until none helps. */
  function descend(stop: () => boolean): void {
    view.beam = WIDE_BEAM;
    note();
    for (let pass = 0; pass < MOST_DESCENTS && !stop(); pass += 1) {
      if (exchanger.improve(view, null) === 0) break;
      note();
    }
    view.beam = BEAM;
    now = judge();
  }

  function kick(): void {
    const task = below(model.tasks);
    const first = view.candidates.start[task] ?? 0;
    const count = (view.candidates.start[task + 1] ?? 0) - first;
    const option = view.candidates.option[first + below(count)] ?? 0;
    const before = state.choice[task] ?? 0;
    if (option === before) return;
    changed.set(task, before);
    dirty.add(model.option_agent[before] ?? 0).add(model.option_agent[option] ?? 0);
    assign(state, task, option);
    view.locked[task] = 1;
  }

  /** Multi-exchanges that start with the agents that were touched, until none helps. */
  function mend(): void {
    for (let repair = 0; repair < MOST_REPAIRS; repair += 1) {
      const from: number[] = [];
      for (const agent of dirty) for (const task of state.members[agent] ?? []) from.push(task);
      if (exchanger.improve(view, from) === 0) return;
      dirty.clear();
      for (const { task, before } of exchanger.moved) {
        if (!changed.has(task)) changed.set(task, before);
        dirty.add(model.option_agent[before] ?? 0).add(model.option_agent[state.choice[task] ?? 0] ?? 0);
      }
      note();
    }
  }

  function adaptPenalties(rise: boolean): void {
    for (let index = 0; index < worth.length; index += 1) {
      const over = view.over[index] ?? 0;
      if (!rise) view.over[index] = Math.max(worth[index] ?? 0, 0.9 * over);
      else if ((state.usage[index] ?? 0) > (state.limit[index] ?? 0)) view.over[index] = 1.2 * over;
    }
    now = judge();
  }

  /** Makes overload dearer and mends the whole plan, until it fits or that doesn't help. */
  function relieve(stop: () => boolean): void {
    for (let round = 0; round < MOST_RELIEFS && state.broken > 0 && !stop(); round += 1) {
      adaptPenalties(true);
      descend(stop);
    }
  }

  function run(kicks: number, stop: () => boolean): void {
    descend(stop);
    if (best.cost === Number.POSITIVE_INFINITY) relieve(stop);
    // What a short run warms up it can't cool down again in time.
    const hot = Math.max(COLD, HOT * Math.min(1, kicks / (KICKS_A_TASK * model.tasks)));
    let broken = 0;
    for (let done = 0; done < kicks && !stop(); done += 1) {
      const temperature = unit * hot * (COLD / hot) ** (done / kicks);
      changed.clear();
      dirty.clear();
      kick();
      const [kicked] = changed.keys();
      mend();
      if (kicked !== undefined) view.locked[kicked] = 0;
      const fresh = judge();
      if (fresh <= now - temperature * Math.log(1 - random())) {
        now = fresh;
        broken = state.broken > 0 ? broken + 1 : 0;
      } else for (const [task, option] of changed) assign(state, task, option);
      if (broken > STUCK) {
        adaptPenalties(true);
        broken = 0;
      } else if (done % PERIOD === PERIOD - 1) {
        setPlan(state, state.choice.slice());
        adaptPenalties(false);
      }
    }
    descend(stop);
  }

  return {
    best: () => (Number.isFinite(best.cost) ? best : null),
    nearest: () => nearest.choice,
    run,
    restart: (choice) => setPlan(state, choice),
    reprice: (prices, merit) => {
      view = makeView(prices, merit);
    },
  };
}

/** Mean reduced cost of the candidates that aren't a task's best: the scale of what is accepted. */
const typicalStep = (reduced: Float64Array, options: Int32Array): number =>
  meanOfPositive(Float64Array.from(options, (option) => reduced[option] ?? 0)) || 1;

function meanOfPositive(values: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}
