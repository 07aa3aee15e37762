import { z } from 'zod';
import { makeRepeatGuard } from '#tools/connectors/repeat.ts';
import { emptyPage, type WindowPage } from '#tools/connectors/window.ts';
import { makePageGuard } from '#tools/http/paging.ts';
import { parseInstant } from '#tools/instant.ts';
import type { MondayApi } from './api.ts';
import { type ColumnRoles, type MondayBoard, mondayBoard, normaliseUser } from './normalise.ts';
import { boardsQuery, usersQuery } from './queries.ts';

const USERS_PAGE = 200;
/** Of little each, and every further page is a call in each hour. */
const BOARDS_PAGE = 1000;
const DAY_MS = 86_400_000;

export interface MondayQuestion {
  api: MondayApi;
  /** Ids; empty for every board that isn't deleted. */
  boards: readonly string[];
  columns: Partial<ColumnRoles>;
  fields: ReadonlySet<string>;
  now(): string;
  signal: AbortSignal;
}

/** A list by number; its end is an empty page, since pages can be short before. */
async function* numbered(
  { api, signal }: MondayQuestion,
  query: string,
  name: 'users' | 'boards',
  limit: number,
): AsyncGenerator<unknown[]> {
  const repeats = makeRepeatGuard(`${name} of ${api.host}`);
  const guard = makePageGuard(`${name} of ${api.host}`);
  for (let page = 1; ; page += 1) {
    const answer = await api.ask(z.record(z.string(), z.unknown()), query, { page, limit }, signal);
    const items = z.array(z.unknown()).parse(answer[name] ?? []);
    if (items.length === 0) return;
    repeats(items);
    yield items;
    guard.advance(String(page));
  }
}

/** Everybody, once a day: the calls of a day are few. */
export async function* usersPages(
  question: MondayQuestion,
  since: string | null,
): AsyncGenerator<WindowPage> {
  const started = question.now();
  if (since !== null && Date.parse(started) - Date.parse(since) < DAY_MS) return;
  for await (const items of numbered(question, usersQuery, 'users', USERS_PAGE)) {
    const page: WindowPage = { ...emptyPage(), newest: started };
    for (const item of items) {
      const user = normaliseUser(item);
      if (user.ok) page.accounts.push(user.account);
      else page.faults.push(user.fault);
    }
    yield page;
  }
}

export const isDeleted = ({ state }: MondayBoard): boolean => state === 'deleted';

/**
 * Put away before the window, so that nothing of it changes any more. Should archiving not count as a change of the
 * board, its last changes come with the weekly full read, which asks for every board.
 */
const isAtRest = ({ state, updated_at }: MondayBoard, since: string | null): boolean =>
  state === 'archived' && since !== null && (parseInstant(updated_at ?? '') ?? since) < since;

/** Ids of the boards to read, in order as texts, each once. */
export async function boardIds(question: MondayQuestion, since: string | null): Promise<string[]> {
  if (question.boards.length > 0) return [...new Set(question.boards)].sort();
  const ids = new Set<string>();
  for await (const items of numbered(question, boardsQuery, 'boards', BOARDS_PAGE))
    for (const item of items) {
      const { data: board } = mondayBoard.safeParse(item);
      if (board !== undefined && !isDeleted(board) && !isAtRest(board, since)) ids.add(board.id);
    }
  return [...ids].sort();
}
