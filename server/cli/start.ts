import { defineCommand, exit, UsageError } from './command.ts';

const roles = ['api', 'worker', 'all'] as const;

export const start = defineCommand({
  summary: 'server, worker and pages in one process',
  details:
    'Without --no-demo it brings a simulated company behind simulated vendors, once, and never on top of real people. Ends gracefully on SIGTERM or SIGINT; a second one ends at once, and nothing that was accepted is lost.',
  args: {
    demo: {
      type: 'boolean',
      default: true,
      description: 'the simulated company',
      negativeDescription: 'your own organisation',
    },
    role: { type: 'string', default: 'all', description: 'which part to run', valueHint: roles.join('|') },
  },
  examples: [
    'fairlead start',
    'fairlead start --no-demo',
    'DATABASE_URL=postgresql://… fairlead start --no-demo --role worker',
  ],
  async run({ demo, role }, world) {
    const part = roles.find((candidate) => candidate === role);
    if (part === undefined) throw new UsageError(`--role ${role} is not valid. Valid: ${roles.join(', ')}.`);
    const config = world.config();
    const { startServer } = await import('../start.ts');
    await startServer({
      config,
      demo: demo && part === 'all',
      role: part,
      signal: world.signal,
      tell: world.tell,
      print: world.print,
    });
    return exit.done;
  },
});
