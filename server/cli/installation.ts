import type { Installation } from '../compose.ts';
import type { World } from './world.ts';

/** Composes for one command and closes afterwards, whatever happens. */
export async function withInstallation<Result>(
  world: World,
  holder: string,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const config = world.config();
  const { compose } = await import('../compose.ts');
  const installation = await compose({ config, holder: `fairlead ${holder}`, tell: world.tell });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

/** Whoever imports into the simulated company has probably meant another folder. */
export async function warnOfDemo({ system }: Installation, world: World): Promise<void> {
  const sources = await system.sources.list();
  if (sources.some((source) => source.settings.demo === true))
    world.tell(
      'Note: this data holds the simulated company, and what is imported joins it. For your own organisation set FAIRLEAD_DATA_DIR to another folder (or DATABASE_URL to another database).',
    );
}

export const jsonArgument = {
  json: { type: 'boolean', description: 'the result as JSON' },
} as const;
