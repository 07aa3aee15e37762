import { parentPort, workerData } from 'node:worker_threads';
import { makeBoard } from './board.ts';
import { runExact } from './exact.ts';
import type { ThreadInput, ThreadNews } from './messages.ts';
import { runSearch } from './search-run.ts';
import { runSequence } from './sequence.ts';

// A thread of one solve. What it finds lies on the shared board; the messages only say that there is something.
const input: ThreadInput = workerData;
const tell = (news: ThreadNews) => parentPort?.postMessage(news);
const board = makeBoard(input.model, input.board);
const runs = { search: runSearch, exact: runExact, sequence: runSequence };
await runs[input.role](input, board, tell);
tell({ kind: 'done' });
