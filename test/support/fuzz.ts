/** A run of the tests draws the same inputs every time; a hunt draws others: SLIPWAY_FUZZ_SEED=7, and SLIPWAY_FUZZ=200 more of them. */
import fc from 'fast-check';

export const fuzzSeed = Number(process.env['SLIPWAY_FUZZ_SEED'] ?? 1);
fc.configureGlobal({ seed: fuzzSeed });
