import { invalidInput } from '#domain/errors.ts';
import { bambooAddress, isBambooCompany, readBambooPeople } from '#tools/people/bamboohr.ts';
import { importedLine, importPeopleRows } from '../people-import.ts';
import { exit, UsageError } from './command.ts';
import { warnOfDemo, withInstallation } from './installation.ts';
import { readSecrets } from './sources.ts';
import type { World } from './world.ts';

export interface BambooRequest {
  company: string | undefined;
  baseUrl: string | undefined;
  mode: 'full' | 'partial';
  dryRun: boolean;
  json: boolean;
}

/** Faults that are told; all are counted. */
const MOST_FAULTS_TOLD = 50;

function addressOf({ company, baseUrl }: BambooRequest): string {
  if (company === undefined || !isBambooCompany(company))
    throw new UsageError(
      `--company ${company === undefined ? 'is missing' : JSON.stringify(company)}: the name in your address, such as acme of https://acme.bamboohr.com.`,
    );
  return baseUrl ?? bambooAddress(company);
}

/** `import people --from bamboohr`: the same import as an employee file's, of what BambooHR says. */
export async function importBamboo(request: BambooRequest, world: World): Promise<number> {
  const base_url = addressOf(request);
  const { token } = await readSecrets(world.stdin());
  if (token === undefined || token.trim() === '')
    throw new UsageError(
      'The API key is missing: give it on standard input as {"token":"…"}. In BambooHR: your name → API Keys → Add New Key.',
    );
  return await withInstallation(world, 'import people', async (installation) => {
    await warnOfDemo(installation, world);
    world.progress('reading BambooHR');
    const today = installation.clock.today();
    const read = await readBambooPeople({ base_url, token, today }, world.signal);
    world.progress(null);
    if (read.errors.length > 0) {
      const more = read.errors.length - MOST_FAULTS_TOLD;
      const shown = [...read.errors.slice(0, MOST_FAULTS_TOLD), ...(more > 0 ? [`… and ${more} more`] : [])];
      throw invalidInput(
        [`Nothing was imported: BambooHR's people have ${read.errors.length} fault(s).`, ...shown].join('\n'),
        { errors: read.errors },
      );
    }
    for (const warning of read.warnings) world.tell(warning);
    const { mode, dryRun, json } = request;
    const result = await importPeopleRows(installation, read.people, { mode, dry_run: dryRun });
    if (json) world.print(JSON.stringify({ rows: read.people.length, ...result, dry_run: dryRun }));
    else world.print(importedLine(read.people.length, result, dryRun));
    return exit.done;
  });
}
