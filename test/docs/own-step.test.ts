/** The step of docs/write-your-own.md does what the contract says. */
import { describe, expect, test } from '@jest/globals';
import { set } from '../../docs/examples/steps/flags/set.ts';
import { isEffect } from '../../src/activities/contract.ts';
import { conformEffect } from '../support/conform-effect.ts';
import { Attempts, quick } from '../support/conformance.ts';
import { flagService, flagWorld } from '../support/flag-world.ts';
import { looseFields } from '../support/loose-fields.ts';
import { withWorld } from '../support/with-world.ts';

const step = set.definition;
if (!isEffect(step)) throw new Error('flags.set has an effect.');
const input = { service: flagService, flag: 'new-checkout', on: true };

describe('flags.set', () => {
  conformEffect(step, {
    kind: 'flags.set',
    input,
    effect: { method: 'PUT', path: '/flags/new-checkout$', name: 'flag.set' },
    setUp: flagWorld,
  });

  test('lets no unknown field in or out, and describes every field', () => {
    expect([...looseFields(step.input, 'input'), ...looseFields(step.output, 'output')]).toEqual([]);
  });

  test('has nothing to do, and so nothing to undo, where the flag is as wanted already', () =>
    withWorld(flagWorld(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      expect(await attempts.observe({ input: { ...input, on: false } })).toEqual({
        state: 'done',
        output: { on: false },
      });
    }));

  test('leaves a flag alone that somebody else has switched since', () =>
    withWorld(flagWorld(quick), async (world) => {
      const attempts = new Attempts(step, world.clients);
      const { before, acted } = await attempts.begin(input);
      await world.clients.http?.fetch(`${flagService}/flags/new-checkout`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'somebody-else' },
        body: JSON.stringify({ on: true }),
      });
      const known = await attempts.finish(input, acted);
      expect(await attempts.undo({ input, before, ...known })).toContain('Left new-checkout as it is');
      expect(world.snapshot()).toEqual(['new-checkout']);
    }));

  test.each([
    [404, 'not-found', true],
    [400, 'refused', true],
    [503, 'unavailable', false],
  ])('takes an answer of %s for %s', async (status, type, nonRetryable) => {
    const http = { fetch: () => Promise.resolve(new Response('', { status })) };
    await expect(new Attempts(step, { http }).observe({ input })).rejects.toMatchObject({
      type,
      nonRetryable,
    });
  });
});
