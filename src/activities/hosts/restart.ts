/** `hosts.restart`: restarts a service on hosts, a batch at a time, each seen to work; the first bad one is put back and stops it. */
import { z } from 'zod';
import { absent, started } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { commandSchema } from '../ssh/names.ts';
import { hostSchema, signsSchema, sudoInput, unitSchema } from './input.ts';
import { inOrder, putBadBack, rollOver, sizeOf } from './roll.ts';
import { putHostBack, restartedHosts } from './put-back.ts';
import { processesNow, worksNow } from './round.ts';
import type { Before } from './round.ts';
import { bring, tellToRestart } from './turn.ts';

const commands = z
  .array(
    z.strictObject({
      command: commandSchema.describe('The program and its arguments; no shell reads them'),
      codes: z
        .array(z.number().int().min(0).max(254))
        .min(1)
        .default([0])
        .describe('Exit codes that are good'),
      busy: z
        .strictObject({
          says: z.string().min(1).max(200).describe('What it says then, besides another exit code'),
          seconds: z
            .number()
            .min(1)
            .max(6 * 3600)
            .default(1800)
            .describe('Seconds for which it is waited for'),
        })
        .optional()
        .describe(
          'By what it is known that something else is at the same work: that is waited for, and the command told again',
        ),
    }),
  )
  .default([]);

const input = z.strictObject({
  hosts: z
    .array(hostSchema)
    .min(1)
    .max(500)
    .refine((hosts) => new Set(hosts.map(({ name }) => name)).size === hosts.length, 'names a host twice')
    .describe('The hosts, in the order of their turns'),
  unit: unitSchema.describe('The systemd unit of the service'),
  sudo: sudoInput,
  prepare: commands.describe(
    'Commands on each host before its restart; where they restart the service themselves, it is not restarted again. Each may run twice',
  ),
  putBack: commands.describe(
    'Commands that put back what the host ran before; then it is restarted. Each may run twice. None: it is only restarted',
  ),
  signs: signsSchema.describe('What must be seen of the service on a host before the next one has its turn'),
  batch: z.number().int().min(1).max(100).default(1).describe('How many hosts have their turn at once'),
  maxUnavailable: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('How many may be down at once; hosts that are down already come first'),
});

const output = z.strictObject({
  restarted: z.array(z.string()).describe('The hosts whose service was restarted, and works'),
});

const list = (hosts: readonly { readonly name: string }[]): string =>
  hosts.map(({ name }) => name).join(', ');

export const restart = defineStep({
  kind: 'hosts.restart',
  summary: 'Restart a service on hosts in batches, and stop at the first that does not come back.',
  input,
  output,
  needs: ['ssh', 'tcp', 'http'],
  options: { actTimeout: 12 * 3_600_000, settleTimeout: 12 * 3_600_000 },
  title: ({ unit, hosts }) =>
    hosts.length === 1
      ? `Restart ${unit} on ${list(hosts)}`
      : `Restart ${unit} on ${hosts.length} hosts: ${list(hosts)}`,
  async observe(given, ctx, earlier?: Before) {
    if (earlier === undefined) return absent(await processesNow(ctx, given));
    const restarted = await restartedHosts(ctx, given, earlier);
    return restarted.length === 0 ? absent(earlier) : started(earlier);
  },
  /** The first batch is told to restart; what comes of it, and the others, is waited for. */
  async act(given, ctx, before) {
    const [...order] = await inOrder(ctx, given, given.hosts);
    const first = order.slice(0, sizeOf(given));
    await Promise.all(first.map((host) => tellToRestart(ctx, given, before, host)));
    return started(before);
  },
  async settle(before, ctx, given) {
    const restarted = await restartedHosts(ctx, given, before);
    const had = new Set(restarted.map(({ name }) => name));
    const others = given.hosts.filter(({ name }) => !had.has(name));
    const looked = await rollOver(restarted, restarted.length, (host) => worksNow(ctx, given, host));
    const bad =
      looked.length > 0
        ? looked
        : await rollOver(await inOrder(ctx, given, others), sizeOf(given), async (host) => {
            const wrong = await bring(ctx, given, before, host);
            if (wrong === undefined) had.add(host.name);
            ctx.heartbeat({ says: `${host.name} ${wrong === undefined ? 'is back' : 'is not back'}` });
            return wrong;
          });
    if (bad.length === 0) return { restarted: given.hosts.map(({ name }) => name) };
    const told = await putBadBack(ctx, given, bad);
    const names = new Set(bad.map(({ host }) => host.name));
    const good = given.hosts.filter(({ name }) => had.has(name) && !names.has(name));
    throw fatal(
      'failed',
      `${told}. ${good.length === 0 ? 'No other host was restarted' : `Restarted before, and working: ${list(good)}`}.`,
      'Find out what is wrong with that host. Then retry, which goes on with the hosts that have had no turn; or roll back.',
    );
  },
  undoTitle: ({ input: given }) =>
    `Put back and restart ${given.unit} on those of ${list(given.hosts)} that were restarted`,
  async undo({ input: given, before }, ctx) {
    const restarted = await restartedHosts(ctx, given, before);
    if (restarted.length === 0) return 'No host runs what this step restarted: nothing to put back.';
    const key = `${ctx.key}-undo`.slice(-64);
    const bad = await rollOver(restarted, sizeOf(given), (host) => putHostBack(ctx, given, host, key));
    if (bad.length > 0)
      throw fatal(
        'undo-failed',
        bad.map(({ host, why }) => `${host.name} does not work with what it ran before: ${why}`).join('. ') +
          '.',
      );
    return `Put back and restarted: ${list(restarted)}.`;
  },
});
