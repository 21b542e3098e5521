// Prints what jest counted as one plain line. A suite that could not run counts as a failure; a skipped test too.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests, numTodoTests } =
  JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const skipped = numPendingTests + numTodoTests;
const failed = numFailedTests + numRuntimeErrorTestSuites + skipped;
if (skipped > 0) console.error(`${skipped} tests were skipped: nothing may be, so they count as failed.`);
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exit(failed === 0 && numPassedTests > 0 ? 0 : 1);
