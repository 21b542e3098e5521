/** What every step is held to, whatever it does: a case gives the world and an input, the suite does the rest. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Clients } from '../../src/activities/clients.ts';
import type { ActCall, ObserveCall, SettleCall, UndoCall } from '../../src/activities/calls.ts';
import type { Acted, Json, Observation, Step } from '../../src/activities/contract.ts';
import { stepActivities } from '../../src/activities/run-step.ts';
import type { JournalEntry } from '../../src/practice/journal.ts';
import type { Faults } from '../../src/practice/faults.ts';
import type { Right } from '../../src/practice/kubernetes/rights.ts';

/** A practice world in which the case's input can be carried out. */
export interface CaseWorld {
  readonly clients: Partial<Clients>;
  readonly faults: Faults;
  journal(): readonly JournalEntry[];
  duplicates(): readonly JournalEntry[];
  /** Takes every right in its cluster from the account but these; there where it has a cluster. */
  readonly grantOnly?: (rights: readonly Right[]) => void;
  /** What is deployed, as a comparable value. */
  snapshot(): unknown;
  stop(): Promise<void>;
}

interface CaseBase {
  readonly kind: string;
  readonly input: Input;
  /** Who runs it: where the machine lacks its programs, `describe.skip`. Default `describe`. */
  readonly describe?: (name: string, body: () => void) => void;
  /** `pace`: see `World.pace`; 1 is as slow as life. */
  setUp(pace: number): Promise<CaseWorld>;
  /** An input and a pace with which it waits for longer than any test. Every effect with a wait has one. */
  readonly endless?: { readonly input: Input; readonly pace: number };
}

type Input = Readonly<Record<string, Json>>;

/** A step that only looks. */
export interface ReadCase extends CaseBase {
  readonly effect?: never;
}

/** A step with an effect. */
export interface EffectCase extends CaseBase {
  /** The request that has the effect, and the effect's name in the journal. */
  readonly effect: { readonly method: string; readonly path: string; readonly name: string };
  /** Only where what is complete is undone by another step: undo is then tried right after the act, at this pace. */
  readonly undoUnderWay?: { readonly pace: number; readonly leaves: string };
}

export type ConformanceCase = ReadCase | EffectCase;

/** A hundred times faster than life. */
export const quick = 0.01;
export const key = 'conformance-1';

const release = {
  id: 'release/lock/stage/3.111',
  runbook: 'lock',
  environment: 'stage',
  version: '3.111',
  startedBy: 'ada',
};

type Activity = (call: object) => Promise<unknown>;
type Seen = Observation<Json, Json, Json>;
type Done = Acted<Json, Json>;

/** The real activities of a step, each call an attempt of its own. */
export class Attempts {
  readonly #activities: Record<string, Activity>;
  readonly #kind: string;

  constructor(step: Step, clients: Partial<Clients>) {
    this.#kind = step.kind;
    this.#activities = stepActivities([step], {
      clientsFor: () => clients as Clients,
      scrub: (text) => text,
    }) as Record<string, Activity>;
  }

  observe = (call: Pick<ObserveCall, 'input' | 'earlier'>, env = attemptNo(1)) =>
    this.#run('observe', call, env) as Promise<Seen>;
  act = (call: Pick<ActCall, 'input' | 'before'>, env = attemptNo(1)) =>
    this.#run('act', call, env) as Promise<Done>;
  settle = (call: Pick<SettleCall, 'input' | 'ref'>, env = attemptNo(1)) =>
    this.#run('settle', call, env) as Promise<Json>;
  undo = (call: Pick<UndoCall, 'input' | 'before' | 'ref' | 'output'>, env = attemptNo(1)) =>
    this.#run('undo', call, env) as Promise<string>;

  /** Observes and acts, for a world in which the effect is known to be absent. */
  async begin(input: Json): Promise<{ before: Json; acted: Done }> {
    const before = await this.before(input);
    return { before, acted: await this.act({ input, before }) };
  }

  async before(input: Json): Promise<Json> {
    const seen = await this.observe({ input });
    if (seen.state !== 'absent')
      throw new Error(`The effect should be absent at first, but it is ${seen.state}.`);
    return seen.before;
  }

  /** What the engine knows once the step is through. */
  async finish(input: Json, acted: Done): Promise<{ ref?: Json; output: Json }> {
    if (acted.state === 'done') return { output: acted.output };
    return { ref: acted.ref, output: await this.settle({ input, ref: acted.ref }) };
  }

  #run(phase: string, call: object, env: MockActivityEnvironment): Promise<unknown> {
    const activity = this.#activities[`${this.#kind}.${phase}`];
    if (activity === undefined) throw new Error(`${this.#kind} has no ${phase}.`);
    return endsSoon(env.run(activity, { key, release, ...call }), `${this.#kind}.${phase}`, env);
  }
}

/** No attempt in a quick world takes so long; less than jest's own limit, which couldn't say what was waited for. */
const soonMs = 20_000;

/** An attempt that hangs is cancelled, and the error says what its heart beat last: what it waited for. */
async function endsSoon<T>(attempt: Promise<T>, name: string, env: MockActivityEnvironment): Promise<T> {
  let beat: unknown = 'nothing';
  env.on('heartbeat', (details: unknown) => (beat = details));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      env.cancel();
      reject(new Error(`${name} hangs; its heart beat last: ${JSON.stringify(beat)}`));
    }, soonMs);
  });
  try {
    return await Promise.race([attempt, late]);
  } finally {
    clearTimeout(timer);
    attempt.catch(() => undefined);
  }
}

/** An attempt that fails is what many cases are about: no word of it on the console. */
const quiet = new DefaultLogger('ERROR');

export const attemptNo = (attempt: number): MockActivityEnvironment =>
  new MockActivityEnvironment({ attempt }, { logger: quiet });

/** An attempt that was cancelled before it began. */
export function cancelled(): MockActivityEnvironment {
  const env = attemptNo(1);
  env.cancel();
  return env;
}

/** An attempt that is cancelled while it waits: the heart beats at its start, then while the wait goes on. */
export function cancelledWhileWaiting(): MockActivityEnvironment {
  const env = attemptNo(1);
  let beats = 0;
  env.on('heartbeat', () => {
    beats += 1;
    if (beats === 3) env.cancel();
  });
  return env;
}

/** Clients that no request may be made with. */
export const untouchable: Partial<Clients> = new Proxy(
  {},
  {
    get(_, name) {
      throw new Error(`The client '${String(name)}' was asked for.`);
    },
  },
);
