/** The context a step or check is given, with real clients and a clock that only sleeping moves. */
import { createClients } from '../../src/worker/clients.ts';
import type { Systems } from '../../src/worker/config-systems.ts';
import type { Json, StepContext } from '../../src/activities/contract.ts';

export interface TestContextOptions {
  readonly systems?: Systems;
  readonly key?: string;
  readonly version?: string;
  readonly signal?: AbortSignal;
  readonly resumed?: Json;
  /** Called instead of waiting; default: yields once. The clock moves on by what was slept either way. */
  readonly onSleep?: (ms: number) => void | Promise<void>;
}

export interface TestContext extends StepContext {
  /** The details of every heartbeat. */
  readonly beats: Json[];
}

export function stepContext({
  systems = {},
  key = 'key-1',
  version = '3.111',
  signal = new AbortController().signal,
  resumed,
  onSleep = () => undefined,
}: TestContextOptions = {}): TestContext {
  const beats: Json[] = [];
  let slept = 0;
  return {
    key,
    release: {
      id: `release/balrog/stage/${version}`,
      runbook: 'balrog',
      environment: 'stage',
      version,
      startedBy: 'maria',
    },
    clients: createClients(systems),
    signal,
    beats,
    heartbeat: (details = null) => void beats.push(details),
    resumed,
    now: () => Date.now() + slept,
    async sleep(ms) {
      signal.throwIfAborted();
      slept += ms;
      await onSleep(ms);
      signal.throwIfAborted();
    },
  };
}
