/** The release that a trigger starts for what it found, held to the runbook's input before anything starts. */
import { fatal } from '../../activities/errors.ts';
import type { Json } from '../../runbook/json.ts';
import { releaseId, startSchema } from '../../workflows/messages.ts';
import { startedByTrigger } from '../../workflows/trigger-messages.ts';
import type { Wish } from '../../workflows/trigger-messages.ts';
import type { TriggerConfig } from '../config-triggers.ts';
import type { LoadedRunbook } from '../load-runbooks.ts';
import type { Found } from './source.ts';

/**
 * A release that was refused its input would have used up its id: what is wrong with the configuration must be mended
 * first, and then what was found is released.
 */
export function wishOf(
  name: string,
  { runbook, environment, input: given, fill, confirm }: TriggerConfig,
  { version, because, facts }: Found,
  runbooks: ReadonlyMap<string, LoadedRunbook>,
): Wish {
  const filled = Object.entries(fill).flatMap(([field, fact]) => {
    const value = facts[fact];
    return value === undefined ? [] : [[field, value] as const];
  });
  const input: Record<string, Json> = { ...given, ...Object.fromEntries(filled), environment, version };
  const known = runbooks.get(runbook);
  if (known === undefined)
    throw fatal(
      'config-invalid',
      `The trigger '${name}' starts '${runbook}', which is no runbook of this worker; it has ${[...runbooks.keys()].join(', ') || 'none'}.`,
    );
  const parsed = known.runbook.input.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'input'}: ${message}`,
    );
    throw fatal(
      'input-invalid',
      `'${runbook}' can’t be released for ${because}: ${problems.join('; ')}.`,
      `Correct input, fill or the source of the trigger '${name}'; it is released at the next look then.`,
    );
  }
  const start = startSchema.parse({
    runbook,
    environment,
    version,
    input,
    startedBy: startedByTrigger(name),
    confirm,
  });
  return { id: releaseId(runbook, environment, version), because, start };
}
