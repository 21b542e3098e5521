/** Prints the packages that the tests need and this machine lacks, one a line. */
import { createJiti } from 'jiti';

const { missing } = await createJiti(import.meta.url).import('../test/support/programs.ts');
for (const name of new Set(missing().map((one) => one.package))) console.log(name);
