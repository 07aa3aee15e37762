import { MemorySaver } from '@langchain/langgraph';
import { describe, expect, test } from 'vitest';
import { CYCLE, cycleDeps, makeBusyTeam } from '#agents/testing/busy-team.ts';
import type { Tables } from '#agents/testing/memory-ports.ts';
import { makeModelWriter } from '#agents/writers/model/writer.ts';
import { makeOfflineWriter } from '#agents/writers/offline/writer.ts';
import { ScriptedChatModel } from '#agents/writers/scripted-model.ts';
import { personNamed } from '#analytics/testing/records.ts';
import { makeCycleRunner } from './run.ts';

const never = () => new AbortController().signal;

/** What a cycle leaves behind, without the time that it took. */
function leftBehind(tables: Tables) {
  const { result } = tables.cycles.get(CYCLE) ?? { result: null };
  return {
    result: result === null ? null : { ...result, seconds: 0 },
    drafts: [...tables.drafts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    interventions: [...tables.interventions.values()],
    findings: tables.findings.get(CYCLE),
    evidence: [...tables.evidence.keys()].sort(),
    events: [...tables.events.keys()].sort(),
  };
}

describe('a cycle', () => {
  test('drafts for everybody, finds the overload and proposes to move work to whoever has room', async () => {
    const tables = makeBusyTeam();
    const runner = makeCycleRunner({ ...cycleDeps(tables), checkpointer: new MemorySaver() });
    const result = await runner.run(CYCLE, never());
    expect(result).toMatchObject({ people: 3, not_enough_data: 1, fallbacks: 0 });
    expect(result.summary_ids).toHaveLength(3);
    expect(result.plan_ids).toHaveLength(3);
    const drafts = [...tables.drafts.values()];
    expect(
      drafts.filter(({ status }) => status === 'not_enough_data').map(({ person_id }) => person_id),
    ).toEqual([personNamed('Cleo'), personNamed('Cleo')]);
    const kinds = tables.findings.get(CYCLE)?.map(({ kind, person_id }) => `${kind} ${person_id}`);
    expect(kinds).toContain('overload per_Ada');
    const [proposal] = tables.interventions.values();
    expect(proposal).toMatchObject({ state: 'awaiting_approval', proposed_by: 'fairlead', cycle_id: CYCLE });
    expect(proposal?.chain).toEqual([{ role: 'manager', person_ids: [personNamed('Mia')] }]);
    const movesTo = proposal?.actions.flatMap((action) =>
      action.kind === 'reassign_work_item' ? [action.to_person_id] : [],
    );
    expect(new Set(movesTo)).toEqual(new Set([personNamed('Bob')]));
    const cited = proposal?.rationale.flatMap((claim) => claim.citations) ?? [];
    expect(cited.length).toBeGreaterThan(0);
    expect(cited.filter((id) => !tables.evidence.has(id))).toEqual([]);
  });

  test('that is done answers with its result and does nothing again', async () => {
    const tables = makeBusyTeam();
    const checkpointer = new MemorySaver();
    const first = await makeCycleRunner({ ...cycleDeps(tables), checkpointer }).run(CYCLE, never());
    const calls: string[] = [];
    const deps = cycleDeps(tables, makeOfflineWriter(), (what) => calls.push(what));
    expect(await makeCycleRunner({ ...deps, checkpointer }).run(CYCLE, never())).toEqual(first);
    expect(calls).toEqual(['cycles.get', 'cycles.report']);
  });

  test('killed at any call goes on and leaves behind what an undisturbed one does', async () => {
    const undisturbed = makeBusyTeam();
    const calls: string[] = [];
    const count = cycleDeps(undisturbed, makeOfflineWriter(), (what) => calls.push(what));
    await makeCycleRunner({ ...count, checkpointer: new MemorySaver() }).run(CYCLE, never());
    const whole = leftBehind(undisturbed);
    // The first and the last call of each kind, and every eleventh: all of them take a quarter of a minute.
    const chosen = calls.flatMap((call, place) =>
      place % 11 === 0 || calls.indexOf(call) === place || calls.lastIndexOf(call) === place ? [place] : [],
    );
    for (const place of chosen) {
      const tables = makeBusyTeam();
      const checkpointer = new MemorySaver();
      let left = place;
      const dying = cycleDeps(tables, makeOfflineWriter(), (what) => {
        if (left === 0) throw new Error(`killed at ${what}`);
        left -= 1;
      });
      await expect(makeCycleRunner({ ...dying, checkpointer }).run(CYCLE, never())).rejects.toThrow('killed');
      await makeCycleRunner({ ...cycleDeps(tables), checkpointer }).run(CYCLE, never());
      expect(leftBehind(tables), `killed at call ${place}, ${calls[place]}`).toEqual(whole);
    }
  });

  test('begins anew when its thread can’t be read', async () => {
    const tables = makeBusyTeam();
    const checkpointer = new MemorySaver();
    const deps = cycleDeps(tables);
    const stop = new AbortController();
    const halfway = cycleDeps(tables, makeOfflineWriter(), (what) => {
      if (what === 'drafts.save') stop.abort(new Error('stop'));
    });
    await expect(makeCycleRunner({ ...halfway, checkpointer }).run(CYCLE, stop.signal)).rejects.toThrow();
    const getTuple = checkpointer.getTuple.bind(checkpointer);
    let broken = true;
    checkpointer.getTuple = async (config) => {
      if (broken) throw new SyntaxError('Unexpected token');
      return await getTuple(config);
    };
    checkpointer.deleteThread = async (thread) => {
      broken = false;
      delete checkpointer.storage[thread];
    };
    const result = await makeCycleRunner({ ...deps, checkpointer }).run(CYCLE, never());
    expect(result.summary_ids).toHaveLength(3);
  });

  test('that fails says why, and the next run of it succeeds', async () => {
    const tables = makeBusyTeam();
    const checkpointer = new MemorySaver();
    const deps = cycleDeps(tables);
    const failing = {
      ...deps,
      goals: { ...deps.goals, ofPerson: () => Promise.reject(new Error('goals are gone')) },
    };
    await expect(makeCycleRunner({ ...failing, checkpointer }).run(CYCLE, never())).rejects.toThrow(
      'goals are gone',
    );
    expect(tables.cycles.get(CYCLE)).toMatchObject({ state: 'failed', error: { message: 'goals are gone' } });
    expect((await makeCycleRunner({ ...deps, checkpointer }).run(CYCLE, never())).summary_ids).toHaveLength(
      3,
    );
  });

  test('with a model that fails ends all the same, and counts the fallbacks', async () => {
    const tables = makeBusyTeam();
    const offline = makeOfflineWriter();
    const chat = new ScriptedChatModel([]);
    const writer = makeModelWriter({ chat, offline, model_name: 'silent', sleep: async () => {} });
    const runner = makeCycleRunner({ ...cycleDeps(tables, writer), checkpointer: new MemorySaver() });
    expect(await runner.run(CYCLE, never())).toMatchObject({ people: 3, fallbacks: 4, not_enough_data: 1 });
    expect(chat.calls.every(({ tools }) => tools.length === 0)).toBe(true);
  });

  test('keeps ids and words in its thread, never what a source said', async () => {
    const tables = makeBusyTeam(() => 'A title that nobody forgets {"lc":1}');
    const checkpointer = new MemorySaver();
    await makeCycleRunner({ ...cycleDeps(tables), checkpointer }).run(CYCLE, never());
    const decoder = new TextDecoder();
    const stored = JSON.stringify(checkpointer.storage, (_, value: unknown) =>
      value instanceof Uint8Array ? decoder.decode(value) : value,
    );
    expect(stored).toContain('per_Ada');
    expect(stored).not.toMatch(/nobody forgets|Ada Byron|PAY-\d/);
  });
});
