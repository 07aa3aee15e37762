import { dispatch } from './cli/dispatch.ts';
import { processWorld } from './cli/world.ts';

// The one place that reads the environment; everything else is handed what it needs.
process.exitCode = await dispatch(process.argv.slice(2), processWorld(process.env));
