import { type Action, effectKey, isSourceAction } from '#domain/action.ts';
import { FairleadError } from '#domain/errors.ts';
import type { Intervention } from '#domain/intervention.ts';
import type { PlannedRequest, Precheck } from '#domain/source.ts';
import type { InterventionDeps } from './deps.ts';
import { handOf } from './hands.ts';

/** What carrying an action out would do now. */
export interface Rehearsal {
  action_id: Action['id'];
  kind: Action['kind'];
  effect_key: string;
  /** What the source says of its target; `unreachable` where it can't be asked. */
  check: Precheck | { status: 'unreachable'; reason: string };
  /** What would be sent, without credentials; empty for what changes Fairlead's own tables alone. */
  requests: PlannedRequest[];
}

/**
 * Looks at every target as the execution would, and says what would be sent. Writes nothing anywhere: no outbox row, no
 * effect, no request but reads.
 */
export async function rehearse(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  { id, version, actions }: Intervention,
  signal: AbortSignal,
): Promise<Rehearsal[]> {
  const rehearsed: Rehearsal[] = [];
  const moved = new Map(
    actions.flatMap((action) =>
      action.kind === 'reassign_work_item' ? [[action.record_id, action.from_account] as const] : [],
    ),
  );
  for (const action of actions) {
    const key = effectKey(id, version, action.id);
    rehearsed.push({
      action_id: action.id,
      kind: action.kind,
      effect_key: key,
      check: await checked(deps, asOfNow(action, moved), key, signal),
      requests: await requestsOf(deps, action, key),
    });
  }
  return rehearsed;
}

/** The comment on what is moved first is looked at as its item is before the move. */
function asOfNow(action: Action, moved: ReadonlyMap<string, string>): Action {
  if (action.kind !== 'comment_on_work_item') return action;
  const assignee = moved.get(action.record_id);
  return assignee === undefined ? action : { ...action, expected: { ...action.expected, assignee } };
}

async function checked(
  deps: Pick<InterventionDeps, 'sources' | 'connectors' | 'house'>,
  action: Action,
  key: string,
  signal: AbortSignal,
): Promise<Rehearsal['check']> {
  try {
    return await (await handOf(deps, action, key)).look(signal);
  } catch (error) {
    if (!(error instanceof FairleadError)) throw error;
    return { status: 'unreachable', reason: error.message };
  }
}

async function requestsOf(
  deps: Pick<InterventionDeps, 'sources' | 'connectors'>,
  action: Action,
  key: string,
): Promise<PlannedRequest[]> {
  if (!isSourceAction(action)) return [];
  const source = await deps.sources.get(action.source_id);
  if (source === null) return [];
  const connector = await deps.connectors.of(source);
  return connector.preview?.(action, key) ?? [];
}
