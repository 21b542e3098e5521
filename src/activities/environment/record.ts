/**
 * `environment.record`: puts down what runs where, right after it was seen to run. Undo says that what ran before runs again.
 * The record is Slipway's own; the board and `slipway diff` read it.
 */
import { z } from 'zod';
import { deploymentSchema } from '../../environment/deployment.ts';
import type { Deployment } from '../../environment/deployment.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import { idSchema } from '../../runbook/plan.ts';
import { plainJson } from '../../runbook/json.ts';
import type { Json } from '../../runbook/json.ts';
import { absent, done } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { defineStep } from '../define-step.ts';

const input = deploymentSchema.extend({
  why: z.string().min(1).max(500).optional().describe('Why it runs there now; the release, if absent'),
  environment: idSchema.optional().describe('Where it runs; the release’s environment, if absent'),
});

const output = z.strictObject({
  environment: z.string().describe('Where it runs'),
  service: z.string().describe('The service'),
  version: z.string().describe('The version that runs now'),
  at: z.string().describe('When it was recorded, in ISO 8601'),
  replaced: z.string().optional().describe('The version that ran before; absent: none was recorded'),
});

type Input = z.output<typeof input>;
type Context = StepContext<'environments'>;

export const record = defineStep({
  kind: 'environment.record',
  summary: 'Record that a service runs at a version in an environment: the board shows it.',
  input,
  output,
  needs: ['environments'],
  title: ({ service, version, environment }) =>
    `Record that ${service} runs at ${version}${environment === undefined ? '' : ` in ${environment}`}`,

  async observe(given, ctx, earlier?: { ran: Json }) {
    const name = placeOf(given, ctx);
    const { environments } = ctx.clients;
    const now = await currentOf(name, given.service, ctx);
    if (now?.key === ctx.key) return done(outputOf(name, now));
    // Somebody may have recorded another version since: ours was there all the same.
    if (earlier !== undefined && now !== undefined) {
      const entries = await environments.ledger(name, { service: given.service }, ctx.signal);
      const ours = entries.find(({ key }) => key === ctx.key);
      if (ours !== undefined && !entries.some(({ undoes }) => undoes === ctx.key))
        return done(outputOf(name, ours));
    }
    return absent({ ran: now === undefined ? null : plainJson(deploymentOf(now)) });
  },

  async act(given, ctx) {
    const name = placeOf(given, ctx);
    const { runbook, version, environment } = ctx.release;
    const entry = await ctx.clients.environments.record(
      name,
      {
        key: ctx.key,
        release: releaseOf(ctx),
        why: given.why ?? `Release of ${runbook} ${version} to ${environment}`,
        deployment: deploymentOf(given),
      },
      ctx.signal,
    );
    return done(outputOf(name, entry));
  },

  undoTitle: ({ input: given, before: { ran } }) => {
    const restored = deploymentSchema.nullable().parse(ran);
    return restored === null
      ? `Record that ${given.service} runs no more`
      : `Record that ${given.service} runs at ${restored.version} again`;
  },

  undo({ input: given, before: { ran } }, ctx) {
    const restores = deploymentSchema.nullable().parse(ran);
    return ctx.clients.environments.unrecord(
      placeOf(given, ctx),
      {
        key: `${ctx.key.slice(0, 59)}-undo`,
        undoes: ctx.key,
        release: releaseOf(ctx),
        service: given.service,
        ...(restores === null ? {} : { restores }),
      },
      ctx.signal,
    );
  },
});

const placeOf = ({ environment }: Input, { release }: Context): string => environment ?? release.environment;

async function currentOf(name: string, service: string, ctx: Context): Promise<LedgerEntry | undefined> {
  const view = await ctx.clients.environments.read(name, ctx.signal);
  return view?.current.find((entry) => entry.service === service);
}

const releaseOf = ({ release: { id, runbook, environment, version, startedBy } }: Context) => ({
  id,
  runbook,
  environment,
  version,
  startedBy,
});

const deploymentOf = (given: Deployment): Deployment => {
  const { service, version, digest, commit, repository, revision, seenAt } = given;
  return { service, version, digest, commit, repository, revision, seenAt };
};

const outputOf = (environment: string, { service, version, at, replacedVersion }: LedgerEntry) => ({
  environment,
  service,
  version,
  at,
  ...(replacedVersion === undefined ? {} : { replaced: replacedVersion }),
});
