/** `service.check`: sees that a service on a host works: process, log, port and answer. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { hostSchema, signsSchema, sudoInput, unitSchema } from '../hosts/input.ts';
import { untilWorks } from '../hosts/signs.ts';

export const check = defineStep({
  kind: 'service.check',
  summary:
    'See that a service on a host works: its process is up, its log says so, its port is bound, it answers.',
  input: z.strictObject({
    host: hostSchema.describe('Where it runs'),
    unit: unitSchema.describe('The systemd unit of the service'),
    sudo: sudoInput,
    signs: signsSchema.describe('What is looked for, besides its process'),
  }),
  output: z.strictObject({
    invocation: z.string().describe('The id that systemd gave this start of it'),
    says: z.array(z.string()).describe('What was seen, a line a sign'),
  }),
  needs: ['ssh', 'tcp', 'http'],
  options: { settleTimeout: 2 * 3_600_000 },
  title: ({ host, unit }) => `Check ${unit} on ${host.name}`,
  async settle(_, ctx, { host, unit, sudo, signs }) {
    const seen = await untilWorks(ctx, { host, service: { host: host.name, unit, sudo }, signs });
    if (seen.works) return { invocation: seen.invocation, says: [...seen.says] };
    throw fatal('failed', `${unit} on ${host.name} does not work: ${seen.why}.`);
  },
});
