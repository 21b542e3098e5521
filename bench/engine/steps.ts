/** The steps that are timed: without a system behind them, or with a watch alone, so that the engine is measured. */
import { z } from 'zod';
import { absent, done } from '../../src/activities/contract.ts';
import { defineStep } from '../../src/activities/define-step.ts';
import { fatal } from '../../src/activities/errors.ts';
import { touched } from './touches.ts';
import { watchedRollout } from './watched-rollout.ts';

const name = z.strictObject({ name: z.string() });

export const touch = defineStep({
  kind: 'bench.touch',
  summary: 'Touch nothing.',
  input: name,
  output: name,
  needs: [],
  title: (input) => `Touch ${input.name}`,
  observe: () => Promise.resolve(absent(null)),
  act: (input) => {
    touched(input.name);
    return Promise.resolve(done({ name: input.name }));
  },
  undo: () => Promise.resolve('There is nothing to undo.'),
});

export const awaitMark = defineStep({
  kind: 'bench.awaitMark',
  summary: 'Wait until an object carries a mark.',
  input: z.strictObject({ mark: z.string() }),
  output: z.strictObject({}),
  needs: ['kubernetes'],
  title: ({ mark }) => `Wait for ${mark}`,
  async settle(_, ctx, { mark }) {
    for await (const { object } of ctx.clients.kubernetes.watch(watchedRollout, ctx.signal)) {
      if (object.metadata?.annotations?.['bench/mark'] === mark) return {};
      touched(`watching ${mark}`);
    }
    throw fatal('failed', 'The watch ended.');
  },
});

export const refuse = defineStep({
  kind: 'bench.refuse',
  summary: 'Fail for good.',
  input: z.strictObject({}),
  output: z.strictObject({}),
  needs: [],
  title: () => 'Refuse',
  settle: () => Promise.reject(fatal('refused', 'It is refused, so that the release parks.')),
});
