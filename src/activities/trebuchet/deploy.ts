/** `trebuchet.deploy`: the deploy dance on the deployment host: `git deploy start`, exactly one commit, `git deploy sync`; seen on every host. */
import { z } from 'zod';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { commitSchema, short } from '../git/names.ts';
import { hostNameSchema } from '../ssh/names.ts';
import { dance } from './dance.ts';
import { headOf, whoIsElsewhere } from './heads.ts';
import { ownerSchema } from './owner.ts';

const directorySchema = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_./][A-Za-z0-9_./-]*$/, 'must be a path of letters, digits and . _ - /')
  .refine((path) => !path.split('/').includes('..'), 'must not lead upwards');

const input = z.strictObject({
  host: hostNameSchema.describe('The deployment host, as the worker’s SSH configuration or the DNS knows it'),
  directory: directorySchema.describe(
    'The deploy repository there and on the targets: `/srv/deployment/mathoid/deploy`',
  ),
  owner: ownerSchema
    .optional()
    .describe(
      'Whom the deploy repository on the deployment host belongs to: git is run as that one, by `sudo -n -u`. Absent: as whoever logs in',
    ),
  targetOwner: ownerSchema
    .optional()
    .describe('The same for the targets: Trebuchet’s own checkouts there often are root’s'),
  commit: commitSchema.describe('The full hash of the commit; the repository it is pulled from must hold it'),
  targets: z.array(hostNameSchema).min(1).max(500).describe('The hosts that must have it afterwards'),
});

const output = z.strictObject({
  commit: z.string().describe('The commit that is on every target now'),
  previous: z.string().describe('The commit that was deployed before; the same if nothing had to be done'),
});

interface Before {
  readonly [field: string]: string;
  readonly previous: string;
}

export const deploy = defineStep({
  kind: 'trebuchet.deploy',
  summary:
    'Deploy a commit to the targets of a deployment host by `git deploy`, and see it there; nothing is restarted.',
  input,
  output,
  needs: ['ssh'],
  options: { actTimeout: 3_600_000 },
  title: ({ host, commit, targets }) => `Deploy ${short(commit)} from ${host} to ${targets.length} hosts`,
  async observe(given, ctx, earlier?: Before) {
    const now = await headOf(ctx, given.host, given);
    const elsewhere = await whoIsElsewhere(ctx, given);
    if (now === given.commit && elsewhere.length === 0)
      return done({ commit: now, previous: earlier?.previous ?? now });
    return absent<Before>(earlier ?? { previous: now });
  },
  async act(given, ctx, { previous }) {
    await dance(ctx, { ...given, how: 'forward', key: ctx.key });
    const elsewhere = await whoIsElsewhere(ctx, given);
    if (elsewhere.length > 0)
      throw fatal(
        'failed',
        `git deploy sync went through on ${given.host}, and not every host has ${short(given.commit)}: ${elsewhere.join(', ')}.`,
        'See why those hosts did not fetch it. Then retry; or roll back.',
      );
    return done({ commit: given.commit, previous });
  },
  undoTitle: ({ input: { host }, before: { previous } }) => `Deploy ${short(previous)} from ${host} again`,
  async undo({ input: given, before: { previous } }, ctx) {
    const back = { ...given, commit: previous };
    const now = await headOf(ctx, given.host, given);
    if (now === previous && (await whoIsElsewhere(ctx, back)).length === 0)
      return `${given.host} and its targets have ${short(previous)}: nothing to put back.`;
    await dance(ctx, { ...back, how: 'back', key: `${ctx.key}-undo`.slice(-64) });
    const elsewhere = await whoIsElsewhere(ctx, back);
    if (elsewhere.length > 0)
      throw fatal('undo-failed', `Not every host has ${short(previous)} again: ${elsewhere.join(', ')}.`);
    return `Deployed ${short(previous)} from ${given.host} again.`;
  },
});
