/** What the harness asks of the practice world itself, past the proxy. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { AskedFault } from '../../src/practice/faults.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';

const entrySchema = z.object({
  system: z.string(),
  effect: z.string(),
  target: z.string(),
  key: z.string().nullable(),
});
export type Effect = z.output<typeof entrySchema>;

const journalSchema = z.object({ entries: z.array(entrySchema), duplicates: z.array(entrySchema) });
const snapshotSchema = z.record(z.string(), z.unknown());
const pendingSchema = z.object({ pending: z.array(z.unknown()) });

export interface WorldApi {
  journal(): Promise<z.output<typeof journalSchema>>;
  snapshot(): Promise<z.output<typeof snapshotSchema>>;
  /** How many faults were asked for and have not struck. */
  pending(): Promise<number>;
  ask(faults: readonly AskedFault[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** What one of its systems answers, as whoever has its credential. */
  get(path: string): Promise<unknown>;
}

export function worldApi(port: number): WorldApi {
  const url = (path: string): string => `http://127.0.0.1:${port}/_world/${path}`;
  const headers = { authorization: `Bearer ${practiceToken}` };
  const read = async (path: string): Promise<unknown> => (await patiently(url(path))).json();
  return {
    journal: async () => journalSchema.parse(await read('journal')),
    snapshot: async () => snapshotSchema.parse(await read('snapshot')),
    pending: async () => pendingSchema.parse(await read('faults')).pending.length,
    async ask(faults) {
      const type = { 'content-type': 'application/json' };
      const body = JSON.stringify(faults);
      const asked = await fetch(url('faults'), { method: 'POST', headers: type, body });
      if (!asked.ok) throw new Error(await asked.text());
    },
    async clearFaults() {
      await fetch(url('faults'), { method: 'DELETE' });
    },
    get: async (path) => (await fetch(`http://127.0.0.1:${port}/${path}`, { headers })).json(),
  };
}

/** The world may just be starting again. */
async function patiently(url: string): Promise<Response> {
  for (const until = Date.now() + 20_000; ; await wait(100)) {
    try {
      return await fetch(url);
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
