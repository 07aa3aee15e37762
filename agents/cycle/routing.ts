import { Send } from '@langchain/langgraph';
import type { CycleGraphState } from './state.ts';

/** One branch a person; a team without people goes straight on. */
export function fanOut({ cycle_id, person_ids }: CycleGraphState): Send[] | 'rebalance' {
  if (person_ids.length === 0) return 'rebalance';
  return person_ids.map(
    (person_id) => new Send('person', { cycle_id, person_id, people: person_ids.length }),
  );
}
