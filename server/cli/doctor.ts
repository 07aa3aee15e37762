import { defineCommand, exit } from './command.ts';
import { jsonArgument } from './installation.ts';

export const doctor = defineCommand({
  summary: 'what is set up, what is missing, what would fail',
  details:
    'Looks at Node, the data folder, the disk, the model, the database and what is in it, and changes nothing. "warn" works but wants a look; "fail" would not work, and makes the exit status 1.',
  args: {
    live: { type: 'boolean', description: "also asks the model's server and the sources" },
    ...jsonArgument,
  },
  examples: ['fairlead doctor', 'fairlead doctor --live --json'],
  async run({ live, json }, world) {
    const config = world.config();
    const { examine } = await import('../doctor.ts');
    const findings = await examine({
      config,
      node: process.version,
      live: live === true,
      signal: world.signal,
    });
    const failed = findings.some(({ status }) => status === 'fail');
    if (json) world.print(JSON.stringify({ ok: !failed, checks: findings }));
    else {
      const width = Math.max(...findings.map(({ check }) => check.length));
      for (const { check, status, says, advice } of findings) {
        world.print(`${status.padEnd(4)}  ${check.padEnd(width)}  ${says}`);
        if (advice !== null) world.print(`      ${' '.repeat(width)}  → ${advice}`);
      }
    }
    return failed ? exit.failure : exit.done;
  },
});
