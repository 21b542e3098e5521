// Prints what jest counted in one or more runs as one plain line. A suite that could not run counts as a failure; a skipped test too.
import { readFileSync } from 'node:fs';

const runs = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (...fields) =>
  runs.reduce((total, run) => total + fields.reduce((all, field) => all + run[field], 0), 0);

const passed = sum('numPassedTests');
const skipped = sum('numPendingTests', 'numTodoTests');
const failed = sum('numFailedTests', 'numRuntimeErrorTestSuites') + skipped;
if (skipped > 0) console.error(`${skipped} tests were skipped: nothing may be, so they count as failed.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
