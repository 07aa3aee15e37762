import { defineCommand, exit } from './command.ts';
import { jsonArgument } from './installation.ts';

export const migrateCommand = defineCommand({
  summary: 'brings the database up to date; running it twice does no harm',
  args: jsonArgument,
  examples: ['fairlead migrate', 'DATABASE_URL=postgresql://fairlead@localhost/fairlead fairlead migrate'],
  async run({ json }, world) {
    const config = world.config();
    const [{ openDatabase }, { migrate }] = await Promise.all([
      import('#store/database.ts'),
      import('#store/migrate.ts'),
    ]);
    const database = await openDatabase({
      database_url: config.database_url,
      data_dir: config.data_dir,
      holder: 'fairlead migrate',
    });
    try {
      const { applied } = await migrate(database);
      if (json) world.print(JSON.stringify({ applied }));
      else
        world.print(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
      return exit.done;
    } finally {
      await database.close();
    }
  },
});
