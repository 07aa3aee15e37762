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

export const jsonArgument = {
  json: { type: 'boolean', description: 'the result as JSON' },
} as const;
