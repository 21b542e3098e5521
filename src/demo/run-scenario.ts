/** A scenario from its world to its report: Balrog to stage, then to production, and whether all went as it should. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Connected } from '../client/connect.ts';
import type { Terminal } from '../client/terminal.ts';
import { balrogWorld } from '../practice/balrog/seed.ts';
import { startWorld } from '../practice/server.ts';
import type { RunningWorld } from '../practice/server.ts';
import { startWorker } from '../worker/run-worker.ts';
import type { RunWorkerOptions } from '../worker/run-worker.ts';
import { demoConfig } from './config.ts';
import { differences } from './differences.ts';
import { judged } from './judged.ts';
import type { Finding } from './report.ts';
import type { DemoEnvironment, ReleaseEnd } from './release-end.ts';
import { runRelease } from './run-release.ts';
import type { Answering, Ended } from './run-release.ts';
import { scenarios } from './scenarios.ts';
import type { Scenario, ScenarioName } from './scenarios.ts';

const version = '3.111';
/** A hundred times faster than life. */
const pace = 0.01;
const starter = 'maria';

export interface ScenarioOptions extends Pick<RunWorkerOptions, 'workflows'> {
  readonly name: ScenarioName;
  readonly terminal: Terminal;
  readonly connected: Connected;
  /** Where the world keeps its state. */
  readonly dir: string;
  readonly answering: Answering;
}

export interface Finished extends Finding {
  /** Stage's release, then production's. */
  readonly ends: readonly ReleaseEnd[];
  /** Ends the world and the worker. */
  stop(): Promise<void>;
}

export async function runScenario(options: ScenarioOptions): Promise<Finished> {
  const scenario = scenarios[options.name];
  const world = await startWorld({ dir: options.dir, pace, systems: balrogWorld(scenario.world) });
  const stopWorker = await workFor(options, world).catch(async (error: unknown) => {
    await world.stop();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await stopWorker();
    await world.stop();
  };
  try {
    return { ...(await releaseBoth(options, scenario, world)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function workFor(
  { connected, workflows }: ScenarioOptions,
  world: RunningWorld,
): Promise<() => Promise<void>> {
  const loaded = await demoConfig(world.url);
  const worker = await startWorker({
    loaded: { ...loaded, config: { ...loaded.config, taskQueue: connected.taskQueue } },
    connection: { address: connected.address },
    namespace: connected.namespace,
    ...(workflows === undefined ? {} : { workflows }),
  });
  return () => worker.stop();
}

async function releaseBoth(
  options: ScenarioOptions,
  scenario: Scenario,
  { world, snapshot }: RunningWorld,
): Promise<Omit<Finished, 'stop'>> {
  const ends: ReleaseEnd[] = [];
  for (const environment of ['stage', 'prod'] as const) {
    const before = snapshot();
    const seen = world.journal.entries().length;
    for (const fault of scenario.faults) world.faults.add(fault);
    const ended = await runRelease(
      options.terminal,
      options.connected,
      startOf(environment),
      options.answering,
    );
    const unmet = world.faults.pending();
    world.faults.clear();
    ends.push({
      environment,
      ...ended,
      unmet,
      before,
      after: rolledBack(ended) ? await settled(snapshot, before) : snapshot(),
      effects: world.journal.entries().slice(seen),
    });
    if (ended.result.outcome !== 'succeeded') break;
  }
  return { ends, ...judged(scenario, ends, world.journal.duplicates().length, options.answering) };
}

/** The controllers of a cluster take a moment to come to rest. */
const restMs = 3000;

/** The world as it is now; where it is about to become what it was before, as it is then. */
async function settled(snapshot: () => unknown, before: unknown): Promise<unknown> {
  const until = Date.now() + restMs;
  while (differences(before, snapshot()).length > 0 && Date.now() < until) await wait(100);
  return snapshot();
}

const rolledBack = ({ result }: Ended): boolean => result.outcome === 'rolled-back';

const startOf = (environment: DemoEnvironment) => ({
  runbook: 'balrog',
  environment,
  version,
  startedBy: starter,
  input: { environment, version, watchFor: '2s', every: '500ms' },
});
