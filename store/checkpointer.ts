import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import type { Database } from './database.ts';

export const CHECKPOINT_SCHEMA = 'langgraph';

/**
 * LangGraph's threads, on our own pool (its `fromConnString` ends the process when an idle connection dies). It takes
 * one connection at a time, so it also works on the embedded database; never run a graph inside `withScope`.
 */
export const makeCheckpointer = (database: Database): PostgresSaver =>
  new PostgresSaver(database.pool, undefined, { schema: CHECKPOINT_SCHEMA });
