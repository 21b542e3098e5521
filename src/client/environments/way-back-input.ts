/** With what a rollback is started: what is typed, and of the release that went there then what its runbook can't do without. */
import { lasting } from '../../environment/history.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import type { Runbook } from '../../runbook/define-runbook.ts';
import type { Json } from '../../runbook/json.ts';
import { jsonSchemaOf } from '../../runbook/json-schema.ts';
import { parsePairs } from '../answers.ts';
import { checkInput } from '../check-input.ts';
import { CliError, usage } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { readWhole } from '../read-release.ts';
import { flagsOf } from '../runbook-flags.ts';
import { typedValue } from '../typed-value.ts';

export interface WayBack {
  readonly environment: string;
  readonly version: string;
  readonly ledger: readonly LedgerEntry[];
  /** As typed: `field=value`. */
  readonly typed: readonly string[];
}

/** Without the runbook here the worker's word on the input comes later, with the plan. */
export async function wayBackInput(
  connected: Connected,
  name: string,
  runbook: Runbook | undefined,
  { environment, version, ledger, typed }: WayBack,
): Promise<Record<string, Json>> {
  const properties = runbook === undefined ? {} : (jsonSchemaOf(runbook.input, 'input').properties ?? {});
  const given = Object.fromEntries(
    [...parsePairs(typed, '--input')].map(([field, text]) => [field, typedValue(properties[field], text)]),
  );
  for (const field of ['environment', 'version'])
    if (field in given) throw usage(`--input ${field}: it is named by the command itself.`);
  const input = { ...given, environment, version };
  if (runbook === undefined) return input;
  const flags = flagsOf(runbook.input).map((flag) => ({ ...flag, long: `--input ${flag.field}=…` }));
  const needed = flags.filter(({ required, field }) => required && !(field in input));
  const before = needed.length === 0 ? {} : await inputThen(connected, releaseOf(ledger, name, version));
  const carried = needed.flatMap(({ field }) => {
    const value = before[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  const whole = { ...Object.fromEntries(carried), ...input };
  return checkInput(runbook, flags, whole, [environment]).input;
}

/** The release that brought the version there last. */
const releaseOf = (ledger: readonly LedgerEntry[], runbook: string, version: string): string | undefined =>
  lasting(ledger).findLast((entry) => entry.runbook === runbook && entry.version === version)?.release;

/** Empty where Temporal remembers it no more: then a person is asked for it. */
async function inputThen(
  connected: Connected,
  release: string | undefined,
): Promise<Readonly<Record<string, Json>>> {
  if (release === undefined) return {};
  try {
    return (await readWhole(connected, release)).plan?.input ?? {};
  } catch (error) {
    if (error instanceof CliError && error.kind === 'notFound') return {};
    throw error;
  }
}
