/** What plans are held against: an environment, what holds in it and everywhere, and what ran there. */
import type { EnvironmentRules, EnvironmentView, LedgerEntry } from '../../environment/view.ts';
import type { EnvironmentsClient } from '../../environment/client.ts';

export interface Looking {
  readonly environments: Pick<EnvironmentsClient, 'read' | 'rulesOfAll' | 'ledger'>;
  readonly signal: AbortSignal;
}

export interface Known {
  /** Undefined: nothing was ever released there. */
  readonly view: EnvironmentView | undefined;
  /** Its own, and those of every environment. */
  readonly rules: readonly EnvironmentRules[];
}

export async function known(name: string, { environments, signal }: Looking): Promise<Known> {
  const [view, all] = await Promise.all([environments.read(name, signal), environments.rulesOfAll(signal)]);
  return { view, rules: [view, all].flatMap((one) => one ?? []) };
}

/** So many entries of a ledger are looked through, newest first. */
const limit = 1000;

export const pastOf = (
  name: string,
  {
    environments,
    signal,
  }: Pick<Looking, 'signal'> & { readonly environments: Pick<EnvironmentsClient, 'ledger'> },
): Promise<readonly LedgerEntry[]> => environments.ledger(name, { limit }, signal);
