import fc from 'fast-check';

// The same cases in every run, so that a red build is the change's own fault. FAIRLEAD_TEST_SEED=N looks elsewhere.
fc.configureGlobal({ seed: Number(process.env.FAIRLEAD_TEST_SEED ?? 20_260_302) });
