/** Prints the suites that failed in jest's reports, a path a line. */
import { readFileSync } from 'node:fs';

for (const file of process.argv.slice(2)) {
  for (const { name, status } of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    if (status === 'failed') console.log(name);
  }
}
