import { createInterface } from 'node:readline';
import { defineCommand, exit } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';
import type { World } from './world.ts';

export const auditVerify = defineCommand({
  summary: 'checks the hash chain of the database or of an exported file',
  details:
    'Prints the first entry that was changed, removed, swapped or inserted, or says that the tail was cut; then the exit status is 1.\nWith FILE neither database nor settings are needed: a stranger can check an exported log.',
  args: {
    file: { type: 'positional', required: false, description: 'an exported log; without it, the database' },
    ...jsonArgument,
  },
  examples: [
    'fairlead audit verify',
    'fairlead audit export > audit.jsonl && fairlead audit verify audit.jsonl',
  ],
  async run({ file, json }, world) {
    const verdict = file === undefined ? await ofDatabase(world) : await ofFile(world, file);
    if (json) world.print(JSON.stringify(verdict));
    else if (verdict.ok) {
      world.print(`The chain holds: ${verdict.entries} entries, the last with hash ${verdict.head_hash}.`);
      if (!verdict.tail_vouched_for)
        world.print('The file has no header, so whether entries are missing at its end cannot be told.');
    } else {
      world.print(`The chain is broken at entry ${verdict.broken_at}: ${verdict.reason}.`);
      if (verdict.entry !== null) world.print(JSON.stringify(verdict.entry));
    }
    return verdict.ok ? exit.done : exit.failure;
  },
});

async function ofFile(world: World, file: string) {
  const { verifyExport } = await import('#store/audit-log.ts');
  const stream = world.file(file);
  await new Promise<void>((resolve, reject) =>
    stream.once('readable', resolve).once('end', resolve).once('error', reject),
  );
  return await verifyExport(createInterface({ input: stream }));
}

const ofDatabase = (world: World) =>
  withInstallation(world, 'audit verify', async ({ system }) => ({
    ...(await system.audit.verify()),
    tail_vouched_for: true,
  }));

export const auditExport = defineCommand({
  summary: 'writes the audit log as JSON Lines',
  details: 'The first line says how many entries follow and the hash of the last, so that a cut tail shows.',
  args: {},
  examples: ['fairlead audit export > audit.jsonl'],
  run: (_, world) =>
    withInstallation(world, 'audit export', async ({ system }) => {
      for await (const line of system.audit.export()) world.print(line);
      return exit.done;
    }),
});
