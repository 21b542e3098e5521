/** What the demonstration knows of a runbook: its world, its releases, and what each scenario must show. A file a runbook. */
import type { Board } from '../environment/board.ts';
import type { AskedFault } from '../practice/faults.ts';
import type { RunningWorld } from '../practice/server.ts';
import type { WorldMaker } from '../practice/worlds.ts';
import type { Json } from '../runbook/json.ts';
import type { Outcome } from '../workflows/view.ts';
import type { ReleaseEnd } from './release-end.ts';

export interface Scenario {
  readonly says: string;
  readonly world: WorldMaker;
  /** Asked of the world before each release. */
  readonly faults: readonly Omit<AskedFault, 'times'>[];
  /** By environment, in the order of the releases; what follows one that does not succeed is not begun. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** What `verify` makes sure of, in words; absent where the outcomes say all. */
  readonly shows?: string;
  /** What is wrong with how a release went, besides its outcome. */
  verify(end: ReleaseEnd): readonly string[];
}

export interface Demonstration {
  /** The runbook's name. */
  readonly name: string;
  /** What is released, in a heading: `Balrog 3.111`. */
  readonly title: string;
  /** What somebody who knows nothing is told first: a headline, and what is real and what is practised. */
  readonly introduction: readonly [string, ...string[]];
  /** The folder of its sample configuration, below `runbooks/practice`. */
  readonly config: string;
  /** By name; the first is shown unless another is asked for. */
  readonly scenarios: Readonly<Record<string, Scenario>>;
  /** Programs that this machine lacks, with how to get each; empty: all are there. */
  missing(): readonly string[];
  /** One release, as somebody would start it. */
  start(
    environment: string,
    world: RunningWorld,
  ): { readonly version: string; readonly input: Readonly<Record<string, Json>> };
  /** Looks on while a release goes on; ending it tells what was not as it should be. */
  lookOn?(environment: string, world: RunningWorld): () => Promise<readonly string[]>;
  /** Where the last board is not what the world has. */
  onBoard?(board: Board, world: RunningWorld): readonly string[];
}

/** The first scenario of a demonstration. */
export const usualScenario = ({ scenarios }: Demonstration): string => Object.keys(scenarios)[0] ?? '';

export function scenarioOf({ name, scenarios }: Demonstration, wanted: string): Scenario {
  const scenario = Object.hasOwn(scenarios, wanted) ? scenarios[wanted] : undefined;
  if (scenario === undefined) throw new Error(`The demonstration of ${name} has no scenario ${wanted}.`);
  return scenario;
}
