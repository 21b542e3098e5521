/** Holds a runbook's input against its schema and the configuration: all problems at once, each with its flag. */
import type { Json } from '../runbook/json.ts';
import type { Runbook } from '../runbook/define-runbook.ts';
import { usage } from './cli-error.ts';
import type { Flag } from './runbook-flags.ts';

export interface CheckedInput {
  readonly environment: string;
  readonly version: string;
  /** As it was given: the worker fills in the defaults. */
  readonly input: Record<string, Json>;
}

export function checkInput(
  runbook: Runbook,
  flags: readonly Flag[],
  input: Record<string, Json>,
  environments: readonly string[],
): CheckedInput {
  const parsed = runbook.input.safeParse(input);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => complaint(flags, input, issue));
  const wanted = parsed.data?.environment;
  if (wanted !== undefined && !environments.includes(wanted)) {
    problems.push(`--environment: the configuration has no ‘${wanted}’ (it has: ${environments.join(', ')})`);
  }
  if (!parsed.success || problems.length > 0) {
    throw usage(
      `${runbook.name} can’t start with this input: ${problems.join('; ')}.`,
      `See slipway start ${runbook.name} --help.`,
    );
  }
  return { environment: parsed.data.environment, version: parsed.data.version, input };
}

function complaint(
  flags: readonly Flag[],
  input: Record<string, Json>,
  { path, message }: { readonly path: readonly PropertyKey[]; readonly message: string },
): string {
  const [field, ...below] = path;
  const flag = flags.find((one) => one.field === field);
  if (flag === undefined) return message;
  if (!(flag.field in input))
    return `${flag.long} is required${flag.description === '' ? '' : ` (${flag.description})`}`;
  const given = input[flag.field];
  if (flag.choices !== undefined && typeof given === 'string' && !flag.choices.includes(given))
    return `${flag.long} takes ${flag.choices.join(' or ')}, not ‘${given}’`;
  const at = below.length === 0 ? '' : ` (at ${below.map(String).join('.')})`;
  return `${flag.long}${at}: ${message}`;
}
