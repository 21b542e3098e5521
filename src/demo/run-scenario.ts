/** A scenario from its world to its report: one environment after the other, and whether all went as it should. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Connected } from '../client/connect.ts';
import type { Terminal } from '../client/terminal.ts';
import { startWorld } from '../practice/server.ts';
import type { RunningWorld } from '../practice/server.ts';
import { startWorker } from '../worker/run-worker.ts';
import type { RunWorkerOptions } from '../worker/run-worker.ts';
import { lastBoard, strangeOn } from './board.ts';
import { demoConfig } from './config.ts';
import { scenarioOf } from './demonstration.ts';
import type { Demonstration, Scenario } from './demonstration.ts';
import { differences } from './differences.ts';
import { judged } from './judged.ts';
import type { Finding } from './report.ts';
import type { ReleaseEnd } from './release-end.ts';
import { runRelease } from './run-release.ts';
import type { Answering, Ended } from './run-release.ts';

/** A hundred times faster than life. */
const pace = 0.01;
const starter = 'maria';

export interface ScenarioOptions extends Pick<RunWorkerOptions, 'workflows'> {
  readonly demonstration: Demonstration;
  /** The scenario's name. */
  readonly name: string;
  readonly terminal: Terminal;
  readonly connected: Connected;
  /** Where the world keeps its state. */
  readonly dir: string;
  readonly answering: Answering;
}

export interface Finished extends Finding {
  /** A release an environment, in their order. */
  readonly ends: readonly ReleaseEnd[];
  /** Ends the world and the worker. */
  stop(): Promise<void>;
}

export async function runScenario(options: ScenarioOptions): Promise<Finished> {
  const scenario = scenarioOf(options.demonstration, options.name);
  const world = await startWorld({ dir: options.dir, pace, systems: scenario.world });
  const stopWorker = await workFor(options, world).catch(async (error: unknown) => {
    await world.stop();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await stopWorker();
    await world.stop();
  };
  try {
    return { ...(await releaseAll(options, scenario, world)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function workFor(
  { demonstration, connected, workflows }: ScenarioOptions,
  world: RunningWorld,
): Promise<() => Promise<void>> {
  const loaded = await demoConfig(demonstration.config, world.world);
  const worker = await startWorker({
    loaded: { ...loaded, config: { ...loaded.config, taskQueue: connected.taskQueue } },
    connection: { address: connected.address },
    namespace: connected.namespace,
    ...(workflows === undefined ? {} : { workflows }),
  });
  return () => worker.stop();
}

async function releaseAll(
  options: ScenarioOptions,
  scenario: Scenario,
  running: RunningWorld,
): Promise<Omit<Finished, 'stop'>> {
  const { demonstration, terminal, connected, answering } = options;
  const { world, snapshot } = running;
  const ends: ReleaseEnd[] = [];
  for (const environment of Object.keys(scenario.outcomes)) {
    const before = snapshot();
    const seen = world.journal.entries().length;
    for (const fault of scenario.faults) world.faults.add(fault);
    const endLook = demonstration.lookOn?.(environment, running);
    const start = demonstration.start(environment, running);
    const ended = await runRelease(
      terminal,
      connected,
      { runbook: demonstration.name, environment, startedBy: starter, ...start },
      answering,
    );
    const unmet = world.faults.pending();
    world.faults.clear();
    const after = rolledBack(ended) ? await settled(snapshot, before) : snapshot();
    const effects = world.journal.entries().slice(seen);
    ends.push({ environment, ...ended, unmet, before, after, effects, seen: (await endLook?.()) ?? [] });
    if (ended.result.outcome !== 'succeeded') break;
  }
  const board = await lastBoard(connected);
  const onBoard = [...strangeOn(board), ...(demonstration.onBoard?.(board, running) ?? [])];
  const duplicates = world.journal.duplicates().length;
  return { ends, ...judged(scenario, ends, { duplicates, board, onBoard }, answering) };
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
