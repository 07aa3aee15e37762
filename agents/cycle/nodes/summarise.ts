import type { Draft } from '#domain/draft.ts';
import { draftId, idFrom } from '#domain/ids.ts';
import { briefOf } from '../brief-of.ts';
import type { CycleDeps } from '../deps.ts';
import { draftPlan, draftSummary, type Verified } from '../drafting.ts';
import type { PersonGraphState, PersonGraphUpdate } from '../state.ts';

const writing = {
  summary: { draft: draftSummary, step: 'summarise', word: 'summary' },
  plan: { draft: draftPlan, step: 'plan', word: 'plan' },
} as const;

/** Writes, verifies and keeps one draft of one person; a second run replaces what the first began, under the same id. */
export const makeDraftingNode =
  (deps: CycleDeps, kind: Draft['kind']) =>
  async (
    { cycle_id, person_id, people }: PersonGraphState,
    config: { signal?: AbortSignal },
  ): Promise<string> => {
    const { draft, step, word } = writing[kind];
    const brief = await briefOf(deps, cycle_id, person_id);
    const verified: Verified = await draft(
      brief,
      deps.writer,
      deps.offline,
      config.signal ?? new AbortController().signal,
    );
    const cycle = await deps.cycles.get(cycle_id as never);
    const id = idFrom('drf', draftId, { cycle_id, person_id, kind });
    await deps.drafts.save({
      ...verified,
      id,
      kind,
      person_id: brief.person.id,
      cycle_id: cycle?.id ?? null,
      period: brief.period,
      created_at: deps.clock.now(),
    });
    await deps.cycles.report(cycle_id as never, `${step}:${person_id}`, {
      step,
      person_id: brief.person.id,
      done: 1,
      total: people,
      message: `${word} of ${brief.person.name}`,
    });
    return id;
  };

export const makeSummariseNode = (deps: CycleDeps) => {
  const node = makeDraftingNode(deps, 'summary');
  return async (state: PersonGraphState, config: { signal?: AbortSignal }): Promise<PersonGraphUpdate> => ({
    summary_ids: [await node(state, config)],
  });
};
