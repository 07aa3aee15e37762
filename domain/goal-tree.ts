import type { Goal } from './goal.ts';
import { completionOf } from './goal-progress.ts';
import type { GoalId, KpiId } from './ids.ts';

/** A goal in its place: a parent comes before its children, each child one deeper. */
export interface GoalNode {
  goal: Goal;
  /** 0: serves no goal that the reader sees. */
  depth: number;
  child_ids: GoalId[];
  /** Share reached, 0 to 1: the mean of its own KPIs and of the goals that serve it; null where nothing is known. */
  completion: number | null;
  /** Its KPIs that measure the same as a KPI of the goal that it serves. */
  rolls_up: { kpi_id: KpiId; into: KpiId }[];
}

const sameMeasure = (one: Goal['kpis'][number], other: Goal['kpis'][number]): boolean =>
  one.indicator_id !== null && other.indicator_id !== null
    ? one.indicator_id === other.indicator_id
    : one.metric.trim().toLowerCase() === other.metric.trim().toLowerCase();

/** A goal's own share: as a file stated it, else from its KPIs. */
export const ownCompletion = (goal: Goal): number | null =>
  goal.stated_completion ?? completionOf(goal.kpis.map(({ progress }) => progress?.share));

/** Goals as a tree in reading order. One whose parent isn't among them stands at the top; a circle, which the store refuses, is cut. */
export function goalTree(goals: readonly Goal[]): GoalNode[] {
  const known = new Map(goals.map((goal) => [goal.id, goal]));
  const childrenOf = new Map<GoalId, Goal[]>();
  for (const goal of goals) {
    if (goal.parent_id === null || !known.has(goal.parent_id)) continue;
    childrenOf.set(goal.parent_id, [...(childrenOf.get(goal.parent_id) ?? []), goal]);
  }
  const nodes: GoalNode[] = [];
  const seen = new Set<GoalId>();
  const place = (goal: Goal, depth: number): number | null => {
    seen.add(goal.id);
    const children = (childrenOf.get(goal.id) ?? []).filter(({ id }) => !seen.has(id));
    const parent = goal.parent_id === null ? undefined : known.get(goal.parent_id);
    const node: GoalNode = {
      goal,
      depth,
      child_ids: children.map(({ id }) => id),
      completion: null,
      rolls_up: goal.kpis.flatMap((kpi) => {
        const into = parent?.kpis.find((candidate) => sameMeasure(candidate, kpi));
        return into === undefined ? [] : [{ kpi_id: kpi.id, into: into.id }];
      }),
    };
    nodes.push(node);
    const below = children
      .filter(({ status }) => status !== 'cancelled')
      .map((child) => place(child, depth + 1));
    for (const child of children) if (!seen.has(child.id)) place(child, depth + 1);
    const own = ownCompletion(goal);
    node.completion = completionOf([own, ...below]);
    return node.completion;
  };
  for (const goal of goals) if (goal.parent_id === null || !known.has(goal.parent_id)) place(goal, 0);
  for (const goal of goals) if (!seen.has(goal.id)) place(goal, 0);
  return nodes;
}
