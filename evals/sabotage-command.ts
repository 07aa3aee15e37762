import { defineCommand, exit } from '#server/cli/command.ts';
import { type Cell, type Row, sabotageTable } from './sabotage/table.ts';

const cell = ({ met, failed, total }: Cell): string =>
  met ? `let through (${failed}/${total})` : `CAUGHT ${failed}/${total}`;

/** A table in Markdown, in columns that are seen as such on a terminal too. */
export function tableOf(rows: readonly Row[]): string[] {
  const heads = ['a writer that', ...(rows[0]?.cells ?? []).map(({ suite }) => suite), 'as it must be'];
  const lines = rows.map(({ does, cells, right }) => [does, ...cells.map(cell), right ? 'yes' : 'NO']);
  const widths = heads.map((head, place) =>
    Math.max(head.length, ...lines.map((line) => line[place]?.length ?? 0)),
  );
  const shown = (line: readonly string[]) =>
    `| ${line.map((text, place) => text.padEnd(widths[place] ?? 0)).join(' | ')} |`;
  return [shown(heads), shown(widths.map((width) => '-'.repeat(width))), ...lines.map(shown)];
}

export const evalsSabotage = defineCommand({
  summary: 'whether writers that are worse on purpose are caught by the right suite',
  details:
    'Each is the offline writer made worse in one way; failed cases of all stand in each cell. The first line is the offline writer itself, which every suite must let through. The exit status is 100 where one is not caught by the suite that must.',
  args: { json: { type: 'boolean', description: 'the result as JSON' } },
  examples: ['fairlead evals sabotage'],
  async run({ json }, world) {
    const rows = await sabotageTable(world.signal, world.progress);
    world.progress(null);
    if (json) world.print(JSON.stringify(rows));
    else for (const line of tableOf(rows)) world.print(line);
    return rows.every(({ right }) => right) ? exit.done : exit.gate;
  },
});
