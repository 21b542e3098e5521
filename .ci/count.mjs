/**
 * Says again what failed, and prints what jest counted in one or more runs as one plain line. A suite that could not run counts as a failure; a
 * skipped test too. `first,again` is a report and a second run of suites that had failed in it: the second counts, and what passed only there is
 * named, with why it had failed.
 */
import { existsSync, readFileSync } from 'node:fs';

const suitesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).testResults;

function sayFailed(word, { name, message, assertionResults }) {
  const failures = assertionResults.filter(({ status }) => status === 'failed');
  for (const { fullName, failureMessages } of failures) {
    console.error(`${word} ${name}: ${fullName}\n${failureMessages.join('\n').slice(0, 3000)}`);
  }
  if (failures.length === 0) console.error(`${word} ${name}\n${message.slice(0, 3000)}`);
}

const suites = process.argv.slice(2).flatMap((report) => {
  const [first, again] = report.split(',');
  const second = new Map(
    again !== undefined && existsSync(again) ? suitesOf(again).map((suite) => [suite.name, suite]) : [],
  );
  return suitesOf(first).map((suite) => {
    const anew = suite.status === 'failed' ? second.get(suite.name) : undefined;
    if (anew?.status === 'passed') sayFailed('UNSTABLE, passed in a second run:', suite);
    return anew ?? suite;
  });
});

const failing = suites.filter(({ status }) => status === 'failed');
for (const suite of failing) sayFailed('FAILED', suite);

const count = (...statuses) =>
  suites.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => statuses.includes(status))
    .length;
const passed = count('passed');
const skipped = count('pending', 'todo', 'skipped', 'disabled');
// One whose tests all passed, or that has none, failed as a whole.
const broken = failing.filter(({ assertionResults }) =>
  assertionResults.every(({ status }) => status !== 'failed'),
).length;
const failed = count('failed') + broken + skipped;
if (skipped > 0) console.error(`${skipped} tests were skipped: nothing may be, so they count as failed.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
