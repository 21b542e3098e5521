/** `kubernetes.setSecret`: gives a Secret of the cluster what the worker's configuration has under a name. No value is ever seen. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { idSchema } from '../../runbook/plan.ts';
import type { SecretAsked } from './client.ts';
import { onSecrets } from './rights.ts';
import { objectNameSchema } from './names.ts';

const input = z.strictObject({
  namespace: objectNameSchema.describe('Where the Secret is'),
  secret: objectNameSchema.describe('The Secret; it is made if there is none'),
  values: z
    .record(z.string().regex(/^[-._A-Za-z0-9]{1,253}$/, 'must be a key of a Secret'), idSchema)
    .refine((values) => Object.keys(values).length > 0, 'must name a key at least')
    .describe(
      'By the Secret’s keys: the names under which `secrets` of the environment’s kubernetes system has the values. Other keys stay as they are',
    ),
});
type Input = z.output<typeof input>;

export const setSecret = defineStep({
  kind: 'kubernetes.setSecret',
  summary:
    'Set keys of a Secret from the worker’s configuration, by name: no value is in a plan, an answer or a log.',
  input,
  output: z.strictObject({ keys: z.array(z.string()).describe('The keys that were set') }),
  needs: ['kubernetes'],
  rights: (given) => [onSecrets(given, 'list', 'create', 'patch')],
  title: ({ namespace, secret, values }) =>
    `Set ${Object.keys(values).join(', ')} of the Secret ${namespace}/${secret}`.slice(0, 200),
  async observe(given, ctx) {
    const state = await ctx.clients.kubernetes.secretState(asked(given, ctx));
    return state === 'same' ? done(outputOf(given)) : absent({ was: state });
  },
  async act(given, ctx) {
    await ctx.clients.kubernetes.setSecret({ ...asked(given, ctx), key: ctx.key });
    return done(outputOf(given));
  },
  irreversible:
    'What the Secret held before is kept nowhere. To put it back, set it again from where that value is kept.',
});

const asked = (
  { namespace, secret, values }: Input,
  { signal }: Pick<StepContext, 'signal'>,
): SecretAsked => ({
  ref: { apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespace, name: secret },
  values,
  signal,
});

const outputOf = ({ values }: Input) => ({ keys: Object.keys(values) });
