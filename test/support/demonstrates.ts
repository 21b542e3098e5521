/** What every runbook's demonstration must show, whatever it releases: a release that goes well, and one that ends as its page would want. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Demonstration } from '../../src/demo/demonstration.ts';
import { scenarioOf } from '../../src/demo/demonstration.ts';
import { demonstrated } from './demonstrated.ts';
import type { Demonstrated } from './demonstrated.ts';
import { inLanes } from './in-lanes.ts';

export interface Demonstrates {
  readonly demonstration: Demonstration;
  /** The scenario in which something is bad. */
  readonly failure: string;
  /** By environment, in the order of the releases: how each ended. */
  readonly ends: {
    readonly happy: readonly (readonly [string, string])[];
    readonly failure: readonly (readonly [string, string])[];
  };
  /** Who runs it: where the machine lacks its programs, `describe.skip`. Default `describe`. */
  readonly describe?: (name: string, body: () => void) => void;
}

/** `body`: what besides is to be seen where something is bad. */
export function demonstrates(
  { demonstration, failure, ends, describe: whoever = describe }: Demonstrates,
  body: (bad: () => Demonstrated) => void,
): void {
  whoever(`the demonstration of ${demonstration.name}`, () => {
    const done = new Map<string, Demonstrated>();
    const shown = (name: string): Demonstrated => {
      const found = done.get(name);
      if (found === undefined) throw new Error(`${name} was not demonstrated.`);
      return found;
    };
    beforeAll(async () => {
      await inLanes(2, ['happy', failure], async (name) =>
        done.set(name, await demonstrated(demonstration, name)),
      );
    }, 400_000);

    test.each(['happy', failure])('shows what the scenario %s is for', (name) => {
      const { problems, checked, report } = shown(name);
      expect(problems).toEqual([]);
      const { shows } = scenarioOf(demonstration, name);
      if (shows !== undefined) expect(checked).toContain(shows);
      expect(report.releases.map(({ environment, outcome }) => [environment, outcome])).toEqual(
        name === 'happy' ? ends.happy : ends.failure,
      );
    });

    test('has nothing happen twice', () => {
      expect([shown('happy'), shown(failure)].map(({ report }) => report.duplicates)).toEqual([0, 0]);
    });

    body(() => shown(failure));
  });
}

/** Nothing is otherwise than before. */
export const leavesTheWorldAsItWas = (bad: () => Demonstrated): void =>
  test('leaves the world as it was', () => {
    const [end] = bad().ends;
    expect(end?.after).toEqual(end?.before);
    expect(end).toBeDefined();
  });
