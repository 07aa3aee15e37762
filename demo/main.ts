import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isoDate } from '#domain/date.ts';
import { startDemo } from './start.ts';

/** The simulated company as a process of its own, so that tests can kill it. Prints one line of JSON when ready. */
const options = {
  'data-dir': { type: 'string' },
  'port-jira': { type: 'string', default: '0' },
  'port-harvest': { type: 'string', default: '0' },
  today: { type: 'string' },
  seed: { type: 'string' },
} as const;

const port = z.coerce.number().int().min(0).max(65535);
const argumentsSchema = z.object({
  'data-dir': z.string('say where to keep the data: --data-dir FOLDER').min(1),
  'port-jira': port,
  'port-harvest': port,
  today: isoDate,
  seed: z.string().min(1).optional(),
});

function readArguments() {
  const parsed = argumentsSchema.safeParse(parseArgs({ options }).values);
  if (parsed.success) return parsed.data;
  process.stderr.write(
    `${z.prettifyError(parsed.error)}\nUsage: node demo/main.ts --data-dir FOLDER --today YYYY-MM-DD [--port-jira N] [--port-harvest N] [--seed TEXT]\n`,
  );
  return process.exit(2);
}

const given = readArguments();
const demo = await startDemo({
  data_dir: given['data-dir'],
  today: given.today,
  ports: { jira: given['port-jira'], harvest: given['port-harvest'] },
  ...(given.seed === undefined ? {} : { seed: given.seed }),
});
const { close, people_csv: _file, ...ready } = demo;
process.stdout.write(`${JSON.stringify(ready)}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void close());
}
