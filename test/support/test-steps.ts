/** Steps of the engine's own tests: they write to a file each, and fail as their input says. */
import { z } from 'zod';
import { absent, done, started } from '../../src/activities/contract.ts';
import { defineStep } from '../../src/activities/define-step.ts';
import { fatal, retryLater } from '../../src/activities/errors.ts';
import { testWorld } from './test-world.ts';

const output = z.strictObject({ value: z.string(), key: z.string() });

/** Sets `name` to `value`; undo restores what was before. */
export const set = defineStep({
  kind: 'test.set',
  summary: 'Set a name to a value.',
  input: z.strictObject({ name: z.string(), value: z.string() }),
  output,
  needs: [],
  title: ({ name, value }) => `Set ${name} to ${value}`,
  options: { maxAttempts: 2 },
  async observe({ name }, ctx) {
    while (testWorld.isLookHeld(name)) await ctx.sleep(50);
    const slot = testWorld.get(name);
    if (testWorld.takeFault('unknown', name)) return { state: 'unknown', why: `${name} can’t be read` };
    if (slot?.key === ctx.key)
      return slot.ready ? done({ value: slot.value, key: slot.key }) : started(slot.key);
    return absent(slot?.value ?? null);
  },
  async act({ name, value }, ctx) {
    if (testWorld.takeFault('refuse', name)) throw fatal('refused', `${name} was refused`);
    if (testWorld.takeFault('flaky', name)) throw retryLater('unavailable', `${name} is not there`, 1);
    testWorld.set(name, { value, key: ctx.key, ready: false });
    if (testWorld.takeFault('goes-dark', name)) {
      testWorld.fault('unknown', name, 2);
      throw retryLater('unavailable', 'the reply was lost', 1);
    }
    if (testWorld.takeFault('lost-reply', name)) throw retryLater('unavailable', 'the reply was lost', 1);
    return started(ctx.key);
  },
  async settle(ref, ctx, { name }) {
    for (;;) {
      if (testWorld.takeFault('fail', name)) throw fatal('failed', `${name} came out badly`);
      const slot = testWorld.get(name);
      if (slot !== undefined && !testWorld.isHeld(name)) {
        testWorld.set(name, { ...slot, ready: true }, 'settle');
        return { value: slot.value, key: ref };
      }
      await ctx.sleep(50);
    }
  },
  async undo({ input: { name }, before }, ctx) {
    while (testWorld.isUndoHeld(name)) await ctx.sleep(50);
    if (testWorld.takeFault('undo', name)) throw fatal('refused', `${name} can’t be put back just now`);
    testWorld.restore(name, before);
    return `${name} is ${before ?? 'gone'} again`;
  },
});

export const publish = defineStep({
  kind: 'test.publish',
  summary: 'Publish for good.',
  input: z.strictObject({ name: z.string() }),
  output: z.strictObject({}),
  needs: [],
  title: ({ name }) => `Publish ${name}`,
  irreversible: 'what is published stays published',
  observe: async ({ name }) => (testWorld.get(name) === undefined ? absent(null) : done({})),
  async act({ name }, ctx) {
    testWorld.set(name, { value: 'published', key: ctx.key, ready: true });
    return done({});
  },
});

export const read = defineStep({
  kind: 'test.read',
  summary: 'Read a value.',
  input: z.strictObject({ name: z.string(), like: z.string().optional() }),
  output: z.strictObject({ value: z.string() }),
  needs: [],
  title: ({ name }) => `Read ${name}`,
  async settle(_, _ctx, { name }) {
    const slot = testWorld.get(name);
    if (slot === undefined) throw fatal('not-found', `There is no ${name}`);
    return { value: slot.value };
  },
});
