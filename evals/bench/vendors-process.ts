import { startSmallVendors } from '#server/testing/small-house.ts';

/**
 * `node vendors-process.ts COPIES WEEKS`, forked: the simulated systems, so that their memory isn't counted as ours.
 * Tells its parent where they are, and ends when the parent does or lets go of it.
 */
const [copies = 1, weeks = 26] = process.argv.slice(2).map(Number);
process.once('disconnect', () => process.exit(0));
const { people_csv, sources } = await startSmallVendors({ copies, weeks });
process.send?.({ people_csv, sources });
