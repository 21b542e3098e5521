/** The worker of the bench: the real engine in a process of its own, which tells how late it judges. */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { z } from 'zod';
import type { Clients } from '../../src/activities/clients.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { createHttpClient } from '../../src/worker/http-client.ts';
import { createReleaseWorker } from '../../src/worker/worker.ts';
import { Ticks } from './lateness.ts';
import { lagSeconds, planOf } from './plan.ts';

export interface WorkerOptions {
  readonly address: string;
  /** File of the workflow bundle. */
  readonly bundle: string;
  readonly prometheus: string;
  /** Seconds between two ticks. */
  readonly interval: number;
}

export interface WorkerFigures {
  readonly lateness: readonly number[];
  readonly begun: number;
  readonly judging: number;
  readonly dark: number;
  readonly lost: number;
  /** Milliseconds: median, 99th percentile and worst delay of the thread that beats the hearts. */
  readonly delay: readonly [number, number, number];
}

const countSchema = z.object({ count: z.number() });

export const taskQueue = 'bench-soaks';

export async function run({ address, bundle, prometheus: url, interval }: WorkerOptions) {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const prometheus = createHttpClient({ url, access: 'full' });
  const ticks = new Ticks();
  const delay = monitorEventLoopDelay();
  delay.enable();
  const worker = await createReleaseWorker({
    connection: await NativeConnection.connect({ address }),
    namespace: 'default',
    taskQueue,
    workflows: { code: readFileSync(bundle, 'utf8') },
    interceptors: { activity: [() => ({ inbound: ticks.interceptor(interval, lagSeconds) })] },
    deps: {
      clientsFor: () => ({ prometheus }) as Clients,
      scrub: (text) => text,
      remind: async () => undefined,
      doctor: async () => [],
      async plan({ runbook, environment, version, input }) {
        const { count } = countSchema.parse(input);
        const root = planOf({ service: runbook === 'fleet' ? 'fleet' : 'pair', count, interval });
        const named = { runbook, environment, version, input };
        const plan: Plan = { format: planFormat, ...named, facts: [], warnings: [], root };
        return { plan, digest: digestOf(plan) };
      },
    },
  });
  void worker.run();
  const figures = async (): Promise<WorkerFigures> => ({
    lateness: ticks.lateness,
    begun: ticks.begun.size,
    judging: ticks.judging.size,
    dark: ticks.dark.size,
    lost: ticks.lost,
    delay: [delay.percentile(50) / 1e6, delay.percentile(99) / 1e6, delay.max / 1e6],
  });
  return {
    figures,
    async forget() {
      ticks.forget();
      delay.reset();
    },
  };
}
