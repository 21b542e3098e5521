/**
 * `environment.hold`: lets no release of a runbook in, or none of one version, until a person lifts it. Its undo lifts it, unless
 * somebody has spoken of it since. A rollback begins with it: nothing brings the version back that was gone back from.
 */
import { z } from 'zod';
import { isOf } from '../../environment/holds.ts';
import type { HoldView } from '../../environment/view.ts';
import { idSchema, versionSchema } from '../../runbook/plan.ts';
import { absent, done } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { defineStep } from '../define-step.ts';

const input = z.strictObject({
  runbook: idSchema.optional().describe('Whose releases are held; the release’s own runbook, if absent'),
  version: versionSchema.optional().describe('The version that is held. Absent: every one'),
  environment: idSchema.optional().describe('Where; the release’s environment, if absent'),
  reason: z.string().min(1).max(500).describe('Why, as whoever is kept out by it is told'),
});

const output = z.strictObject({
  environment: z.string().describe('Where it is held'),
  runbook: z.string().describe('Whose releases are held'),
});

type Input = z.output<typeof input>;
type Context = StepContext<'environments'>;

export const hold = defineStep({
  kind: 'environment.hold',
  summary: 'Let no release of a runbook into an environment until a person lifts it.',
  input,
  output,
  needs: ['environments'],
  title: ({ runbook, version, environment }) =>
    `Hold ${runbook ?? 'the runbook'}${version === undefined ? '' : ` ${version}`}${environment === undefined ? '' : ` in ${environment}`} until somebody lifts it`,

  async observe(given, ctx) {
    // One that stands already will do, whosever it is.
    return (await heldAlready(given, ctx)) === undefined ? absent({}) : done(outputOf(given, ctx));
  },

  async act(given, ctx) {
    const { environment, runbook } = outputOf(given, ctx);
    const { reason, version } = given;
    const order = {
      key: ctx.key,
      by: ctx.release.startedBy,
      reason,
      runbook,
      ...(version === undefined ? {} : { version }),
    };
    await ctx.clients.environments.hold(environment, order, ctx.signal);
    return done({ environment, runbook });
  },

  undoTitle: ({ input: { runbook, version } }) =>
    `Hold ${runbook ?? 'the runbook'}${version === undefined ? '' : ` ${version}`} no more`,

  async undo({ input: given }, ctx) {
    const { environment, runbook } = outputOf(given, ctx);
    const { version } = given;
    const held = await heldAlready(given, ctx);
    if (held === undefined) return `${runbook} is not held in ${environment}.`;
    if (held.key !== ctx.key) return `${held.by} holds ${runbook} in ${environment}: that stays.`;
    return ctx.clients.environments.unhold(
      environment,
      {
        by: ctx.release.startedBy,
        reason: `${ctx.release.id} is undone`,
        runbook,
        ...(version === undefined ? {} : { version }),
      },
      ctx.signal,
    );
  },
});

const outputOf = ({ environment, runbook }: Input, { release }: Context) => ({
  environment: environment ?? release.environment,
  runbook: runbook ?? release.runbook,
});

async function heldAlready(given: Input, ctx: Context): Promise<HoldView | undefined> {
  const { environment, runbook } = outputOf(given, ctx);
  const view = await ctx.clients.environments.read(environment, ctx.signal);
  return view?.holds.find((held) => isOf(held, { runbook, version: given.version }));
}
