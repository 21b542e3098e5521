/** The context a check is given, with real clients. */
import type { CheckContext } from '../../src/activities/check.ts';
import { stepContext } from './step-context.ts';
import type { TestContextOptions } from './step-context.ts';

export function checkContext({
  since = Date.now(),
  acknowledged = [],
  ...options
}: TestContextOptions & {
  readonly since?: number;
  readonly acknowledged?: readonly string[];
}): CheckContext {
  const { release, clients, signal, now, sleep } = stepContext(options);
  return { release, clients, signal, now, sleep, since, acknowledged };
}
