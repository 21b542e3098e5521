/** Watches how many pods of a workload are alive at once, through every event of the cluster. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';

interface Seen {
  /** Names of all that were there, with their uids. */
  readonly pods: readonly string[];
  /** As many were alive at once: those that are ending still work. */
  readonly most: number;
}

const eventSchema = z.object({
  type: z.string(),
  object: z.object({ metadata: z.object({ name: z.string(), uid: z.string() }) }),
});

export async function alivePods(
  { url }: { readonly url: string },
  namespace: string,
  workload: string,
): Promise<{ stop(): Promise<Seen> }> {
  const over = new AbortController();
  const response = await fetch(
    `${url}/kubernetes/api/v1/namespaces/${namespace}/pods?watch=true&labelSelector=app%3D${workload}`,
    { headers: { authorization: `Bearer ${practiceToken}` }, signal: over.signal },
  );
  const alive = new Set<string>();
  const all = new Set<string>();
  let most = 0;
  const note = (line: string): void => {
    const { type, object } = eventSchema.parse(JSON.parse(line));
    const id = `${object.metadata.name} ${object.metadata.uid}`;
    if (type === 'DELETED') alive.delete(id);
    else alive.add(id);
    all.add(id);
    most = Math.max(most, alive.size);
  };
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      lines.forEach(note);
    }
  })().catch(() => undefined);
  return {
    async stop() {
      // What was sent has a moment to arrive.
      await wait(200);
      over.abort();
      await reading;
      return { pods: [...all], most };
    },
  };
}
