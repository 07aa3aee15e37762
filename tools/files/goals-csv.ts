import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { goalStatus, type goalVisibility } from '#domain/goal.ts';
import { isDay } from '#tools/instant.ts';
import { escapeCell, unescapeCell } from './csv-cell.ts';
import type { FileFault } from './people-csv.ts';

/** Headers as HR tools write them, in their order; key results follow, and then what only Fairlead reads. */
export const goalHeaders = [
  'email',
  'name',
  'description',
  'visibility',
  'due_at',
  'priority',
  'status',
  'completion',
] as const;
const ownHeaders = ['team', 'goal_id', 'parent_goal_id'] as const;
type Header = (typeof goalHeaders)[number] | (typeof ownHeaders)[number];

/** Key results of one goal. A goal with more is a list of tasks. */
export const MOST_KEY_RESULTS = 20;
const MOST_ROWS = 20_000;
const MOST_FAULTS = 200;

/** One goal as a row holds it. Completions are percentages, 0 to 100. */
export interface GoalRow {
  email: string | null;
  name: string;
  description: string | null;
  visibility: z.infer<typeof goalVisibility> | null;
  due_at: string | null;
  priority: number | null;
  status: z.infer<typeof goalStatus> | null;
  completion: number | null;
  key_results: { title: string; completion: number | null }[];
  team: string | null;
  goal_id: string | null;
  parent_goal_id: string | null;
}

export interface GoalsFile {
  goals: (GoalRow & { line: number })[];
  errors: FileFault[];
  errors_total: number;
  /** Columns that were not read. */
  dropped_columns: string[];
}

/** What other tools call the same; ours first, as they are written out. */
const visibilities: Record<string, GoalRow['visibility']> = {
  owner: 'owner',
  private: 'owner',
  manager_line: 'line',
  line: 'line',
  manager: 'line',
  managers: 'line',
  team: 'team',
  everyone: 'everyone',
  public: 'everyone',
  company: 'everyone',
};
const statuses: Record<string, GoalRow['status']> = {
  ...Object.fromEntries(goalStatus.options.map((status) => [status, status])),
  open: 'active',
  on_track: 'active',
  in_progress: 'active',
  completed: 'achieved',
  done: 'achieved',
  closed: 'achieved',
  canceled: 'cancelled',
};
const visibilityOut: Record<string, string> = { line: 'manager_line' };

const quoted = (cell: string): string =>
  /[",\n\r]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const cellOf = (value: string | number | null): string =>
  value === null
    ? ''
    : quoted(escapeCell(typeof value === 'number' ? String(Number(value.toFixed(2))) : value));

/** Goals as CSV (RFC 4180), cells that a spreadsheet would run escaped. The same goals give the same text. */
export function writeGoalsCsv(goals: readonly GoalRow[]): string {
  const most = Math.max(1, ...goals.map(({ key_results }) => key_results.length));
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  const header = [
    ...goalHeaders,
    ...numbers.flatMap((n) => [`key_result_${n}_title`, `key_result_${n}_completion`]),
    ...ownHeaders,
  ];
  const lines = goals.map((goal) =>
    [
      goal.email,
      goal.name,
      goal.description,
      goal.visibility === null ? null : (visibilityOut[goal.visibility] ?? goal.visibility),
      goal.due_at,
      goal.priority,
      goal.status,
      goal.completion,
      ...numbers.flatMap((n) => {
        const result = goal.key_results[n - 1];
        return [result?.title ?? null, result?.completion ?? null];
      }),
      goal.team,
      goal.goal_id,
      goal.parent_goal_id,
    ].map(cellOf),
  );
  return [header, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

interface Faults {
  add(line: number, field: string | null, message: string): void;
  list: FileFault[];
  total: number;
}

function makeFaults(): Faults {
  const faults: Faults = {
    list: [],
    total: 0,
    add(line, field, message) {
      faults.total += 1;
      if (faults.list.length < MOST_FAULTS) faults.list.push({ line, field, message });
    },
  };
  return faults;
}

const parsedRows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function rowsOf(bytes: Uint8Array, faults: Faults): { line: number; cells: string[] }[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    faults.add(1, null, 'The file is not UTF-8. Save it as "CSV UTF-8".');
    return [];
  }
  const head = text.split(/\r?\n/u, 1)[0] ?? '';
  const delimiter = head.split(';').length > head.split(',').length ? ';' : ',';
  try {
    const rows: unknown = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MOST_ROWS + 2,
    });
    return parsedRows.parse(rows).map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    faults.add(
      typeof error.lines === 'number' ? error.lines : 1,
      null,
      `Not valid CSV: ${error.message.slice(0, 200)}.`,
    );
    return [];
  }
}

const KEY_RESULT = /^key_result_([1-9]\d?)_(title|completion)$/u;
const isHeader = (text: string): text is Header =>
  [...goalHeaders, ...ownHeaders].some((header) => header === text);

interface Columns {
  places: Map<string, number>;
  count: number;
}

function columnsOf(
  cells: readonly string[],
  file: Pick<GoalsFile, 'dropped_columns'>,
  faults: Faults,
): Columns {
  const places = new Map<string, number>();
  for (const [place, cell] of cells.entries()) {
    const header = cell.trim();
    const result = KEY_RESULT.exec(header);
    if (!isHeader(header) && (result === null || Number(result[1]) > MOST_KEY_RESULTS))
      file.dropped_columns.push(header);
    else if (places.has(header)) faults.add(1, header, 'The column is there twice.');
    else places.set(header, place);
  }
  for (const header of ['name', 'email'] as const)
    if (!places.has(header) && !(header === 'email' && places.has('team')))
      faults.add(
        1,
        header,
        `The column "${header}" is missing. The headers are: ${goalHeaders.join(', ')}, key_result_1_title, key_result_1_completion, …`,
      );
  return { places, count: cells.length };
}

function readRow(
  { line, cells }: { line: number; cells: string[] },
  { places, count }: Columns,
  faults: Faults,
): (GoalRow & { line: number }) | null {
  const before = faults.total;
  if (cells.length !== count) {
    faults.add(line, null, `The row has ${cells.length} cells, the header ${count}.`);
    return null;
  }
  const cell = (header: string): string | null => {
    const raw = cells[places.get(header) ?? -1];
    const text = raw === undefined ? '' : unescapeCell(raw);
    return text.trim() === '' ? null : text;
  };
  const word = (header: Header, valid: Record<string, unknown>): string | null => {
    const text =
      cell(header)
        ?.trim()
        .toLowerCase()
        .replaceAll(/[\s-]+/gu, '_') ?? null;
    if (text === null || text in valid) return text;
    faults.add(line, header, `"${cell(header)}" is none of: ${Object.keys(valid).join(', ')}.`);
    return null;
  };
  const number = (header: string, low: number, high: number, whole: boolean): number | null => {
    const text = cell(header)?.trim().replace(/\s*%$/u, '') ?? null;
    if (text === null) return null;
    const value = Number(text);
    if (/^\d+(\.\d+)?$/u.test(text) && value >= low && value <= high && (!whole || Number.isInteger(value)))
      return value;
    faults.add(line, header, `"${text}" is not a ${whole ? 'whole ' : ''}number from ${low} to ${high}.`);
    return null;
  };
  const name = cell('name');
  if (name === null) faults.add(line, 'name', 'The goal has no name.');
  else if (name.length > 500) faults.add(line, 'name', 'The name is longer than 500 characters.');
  if ((cell('description')?.length ?? 0) > 4000)
    faults.add(line, 'description', 'The description is longer than 4000 characters.');
  if (cell('email') === null && cell('team') === null)
    faults.add(line, 'email', 'Whose goal it is, isn’t said.');
  const due = cell('due_at')?.trim() ?? null;
  const day = due?.slice(0, 10) ?? null;
  if (day !== null && !isDay(day)) faults.add(line, 'due_at', `"${due}" is not a day as YYYY-MM-DD.`);
  const key_results: GoalRow['key_results'] = [];
  for (let n = 1; n <= MOST_KEY_RESULTS; n += 1) {
    const title = cell(`key_result_${n}_title`);
    const completion = number(`key_result_${n}_completion`, 0, 100, false);
    if (title !== null && title.length > 500)
      faults.add(line, `key_result_${n}_title`, 'The title is longer than 500 characters.');
    else if (title !== null) key_results.push({ title, completion });
    else if (completion !== null) faults.add(line, `key_result_${n}_title`, 'A completion without a title.');
  }
  const row = {
    line,
    email: cell('email')?.trim().toLowerCase() ?? null,
    name: name ?? '',
    description: cell('description'),
    visibility: visibilities[word('visibility', visibilities) ?? ''] ?? null,
    due_at: day,
    priority: number('priority', 1, 5, true),
    status: statuses[word('status', statuses) ?? ''] ?? null,
    completion: number('completion', 0, 100, false),
    key_results,
    team: cell('team')?.trim() ?? null,
    goal_id: cell('goal_id')?.trim() ?? null,
    parent_goal_id: cell('parent_goal_id')?.trim() ?? null,
  };
  return faults.total === before ? row : null;
}

/** A file of goals with everything that is wrong in it, by line and field. Never throws on a file's content. */
export function readGoalsCsv(bytes: Uint8Array): GoalsFile {
  const faults = makeFaults();
  const file: Pick<GoalsFile, 'goals' | 'dropped_columns'> = { goals: [], dropped_columns: [] };
  const [header, ...rows] = rowsOf(bytes, faults);
  if (header === undefined) {
    if (faults.total === 0) faults.add(1, null, 'The file is empty; it needs a header and one line a goal.');
  } else {
    const columns = columnsOf(header.cells, file, faults);
    if (rows.length > MOST_ROWS)
      faults.add(MOST_ROWS + 2, null, `More than ${MOST_ROWS} rows; split the file.`);
    else if (faults.total === 0) file.goals = rows.flatMap((row) => readRow(row, columns, faults) ?? []);
  }
  return { ...file, errors: faults.list, errors_total: faults.total };
}
