/** What a step that works on a cluster is held to: the rights that it names are all it needs, its undo included. */
import { expect, test } from '@jest/globals';
import { isEffect } from '../../src/activities/contract.ts';
import type { Step } from '../../src/activities/contract.ts';
import { Attempts, quick } from './conformance.ts';
import type { ConformanceCase } from './conformance.ts';
import { withWorld } from './with-world.ts';

export function conformRights(step: Step, one: ConformanceCase): void {
  const { input } = one;
  const underWay = one.effect === undefined ? undefined : one.undoUnderWay;

  test('needs no right in the cluster but those that it names', () =>
    withWorld(one.setUp(underWay?.pace ?? quick), async (world) => {
      if (world.grantOnly === undefined) throw new Error('The case has no cluster that grants rights.');
      const needs = step.rights?.(step.input.parse(input)) ?? [];
      world.grantOnly(needs.flatMap(({ verbs, ...need }) => verbs.map((verb) => ({ ...need, verb }))));
      const attempts = new Attempts(step, world.clients);
      if (!isEffect(step)) {
        const output = await attempts.settle({ input, ref: null });
        return expect(step.output.parse(output)).toEqual(output);
      }
      const { before, acted } = await attempts.begin(input);
      const known = underWay === undefined ? await attempts.finish(input, acted) : {};
      if (step.undo !== undefined) expect(await attempts.undo({ input, before, ...known })).toMatch(/\S/);
    }));
}
