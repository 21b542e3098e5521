/** The end of a container's log, as errors and evidence quote it. */
import type { ContainerRef, KubernetesClient } from './client.ts';

interface Tail {
  readonly of: 'present' | 'previous';
  readonly signal: AbortSignal;
  readonly lines?: number;
}

/** What an error may hold of it. */
const most = { lines: 20, characters: 3000 } as const;

/** Empty where it can't be read: the reason that it stands beside is worth more than the reason why not. */
export async function tailOf(
  client: KubernetesClient,
  container: ContainerRef,
  { of, signal, lines = most.lines }: Tail,
): Promise<string> {
  try {
    const log = await client.logs(container, { lines, of, signal });
    return log.trimEnd().slice(-most.characters);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return '';
    throw error;
  }
}
