/** The command that starts a first release: the first runbook, with the flags that it must be given. */
import type { LoadedRunbook } from '../../worker/load-runbooks.ts';
import { flagsOf } from '../runbook-flags.ts';

export function firstStart(runbooks: ReadonlyMap<string, LoadedRunbook>): string {
  const [first] = runbooks.values();
  if (first === undefined) return 'slipway init';
  const needed = flagsOf(first.runbook.input)
    .filter(({ required }) => required)
    .map(({ long, choices, form }) => `${long} ${choices?.[0] ?? `<${form}>`}`);
  return ['slipway start', first.runbook.name, ...needed].join(' ');
}
