/**
 * `argocd.sync`: has Argo CD sync one Application. Its undo syncs back to the commit that was deployed before.
 * Where the sync starts a Rollout's canary (`canary`), this step is what began it, so its undo ends it: the canary is aborted first,
 * which takes the traffic from it at once; then the spec goes back, which for Argo Rollouts is no new canary but the stable version
 * again. Was the canary promoted meanwhile, the way back is a canary itself, which the undo promotes.
 */
import { z } from 'zod';
import { absent, done, started } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import type { ObjectRef } from '../kubernetes/client.ts';
import { onApplications, ordersRollouts } from '../kubernetes/rights.ts';
import { nameOf, settled, waiting, watchUntil } from '../kubernetes/watch-until.ts';
import type { ClusterContext } from '../kubernetes/watch-until.ts';
import { abortCanary } from '../rollouts/order.ts';
import { isAtRest, restore } from '../rollouts/restore.ts';
import { longWait, rolloutInput, timeoutInput } from '../rollouts/rollout.ts';
import { applicationInput, applicationRef, initiator, isRunning, readApplication } from './application.ts';
import type { ApplicationView } from './application.ts';
import { awaitSync, progressOf, startSync } from './operation.ts';

/** How long other people's operations may keep ours waiting. */
const freeWithinSeconds = 540;

const input = z.strictObject({
  ...applicationInput,
  revision: z
    .string()
    .min(1)
    .optional()
    .describe('Commit, tag or branch to sync to. Default: the Application’s target revision'),
  prune: z.boolean().default(false).describe('Delete what is no longer in git'),
  resources: z
    .array(
      z.strictObject({
        group: z.string().default('').describe('API group; empty for the core API'),
        kind: z.string().min(1).describe('Kind of the resource'),
        name: z.string().min(1).describe('Name of the resource'),
      }),
    )
    .min(1)
    .optional()
    .describe('Sync these alone. Default: all. Argo CD keeps no history of such a sync'),
  canary: z
    .strictObject(rolloutInput)
    .optional()
    .describe(
      'The Rollout whose canary this sync starts: the undo aborts it and brings the stable version back',
    ),
  timeoutSeconds: timeoutInput,
});

const output = z.strictObject({
  revision: z.string().describe('The commit that is deployed now'),
  previousRevision: z.string().describe('The commit deployed before; empty if there was none'),
});

export const sync = defineStep({
  kind: 'argocd.sync',
  summary: 'Sync an Argo CD Application, to a revision or to its target.',
  input,
  output,
  needs: ['kubernetes'],
  rights: (given) => [
    onApplications(given, 'patch'),
    ...(given.canary === undefined ? [] : ordersRollouts(given.canary)),
  ],
  options: { ...longWait, actTimeout: 600_000 },
  title: ({ application, revision }) =>
    revision === undefined ? `Sync ${application}` : `Sync ${application} to ${revision}`,

  async observe({ revision, resources, canary, ...target }, ctx) {
    const now = readApplication(await ctx.clients.kubernetes.get(applicationRef(target), ctx.signal));
    switch (progressOf(now, ctx.key)) {
      case 'sent':
      case 'running':
      case 'ended':
      case 'superseded':
        // The undo is complete only when the Rollout, too, is back.
        if (wasUndone(now, ctx.key) && (canary === undefined || (await isAtRest(ctx, canary))))
          return absent({ revision: previousOf(now, ctx.key) });
        return started({ key: ctx.key, previousRevision: previousOf(now, ctx.key) });
      case 'free':
      case 'busy':
    }
    const there = now.sync === 'Synced' && now.revision === revision && now.targetRevision === revision;
    if (there && resources === undefined && now.pending === undefined && !isRunning(now)) {
      return done({ revision, previousRevision: revision });
    }
    return absent({ revision: now.revision });
  },

  async act({ revision, prune, resources, ...target }, ctx, before) {
    await startSync(
      ctx,
      applicationRef(target),
      { key: ctx.key, revision, prune, resources },
      freeWithinSeconds,
    );
    return started({ key: ctx.key, previousRevision: before.revision });
  },

  async settle({ key, previousRevision }, ctx, { timeoutSeconds, ...target }) {
    return { revision: await awaitSync(ctx, applicationRef(target), key, timeoutSeconds), previousRevision };
  },

  undoTitle: ({ input: { application, canary }, before: { revision } }) =>
    `Sync ${application} back to ${revision === '' ? 'what was deployed' : revision.slice(0, 12)}${
      canary === undefined ? '' : `, ending the canary of ${canary.rollout}`
    }`,

  async undo({ input: given, before, output: made }, ctx) {
    const { canary, prune, resources, timeoutSeconds } = given;
    const ref = applicationRef(given);
    const steps = [];
    if (
      canary !== undefined &&
      !(await isOnItsWayBack(ctx, ref)) &&
      (await abortCanary(ctx, canary)) === 'aborted'
    )
      steps.push('canary aborted');

    const now = await watchUntil(ctx, ref, freeWithinSeconds, (object) => {
      const seen = readApplication(object);
      return isRunning(seen) || seen.pending !== undefined
        ? waiting('an operation is running')
        : settled(seen);
    });
    const key = undoKey(now, `${ctx.key}-undo`);
    if (needsSync(now, before.revision, resources !== undefined)) {
      refuse(now, nameOf(ref), before.revision, made?.revision);
      await startSync(ctx, ref, { key, revision: before.revision, prune, resources }, freeWithinSeconds);
      await awaitSync(ctx, ref, key, timeoutSeconds);
      steps.push(`synced back to ${before.revision}`);
    }
    if (canary !== undefined) steps.push(await restore(ctx, canary, timeoutSeconds));
    return `${given.application}: ${steps.join(', ') || `still at ${before.revision}, nothing to undo`}.`;
  },
});

/** An attempt before this one has sent the sync back: the canary that is there now may be the way back itself. */
async function isOnItsWayBack(ctx: ClusterContext, ref: ObjectRef): Promise<boolean> {
  const now = readApplication(await ctx.clients.kubernetes.get(ref, ctx.signal));
  const keys = [now.pending?.key, now.operation?.key];
  return keys.some((key) => key?.startsWith(`${ctx.key}-undo`)) || wasUndone(now, ctx.key);
}

/** A key of its own for each try, so that one that failed isn't taken for this one. */
function undoKey({ operation }: ApplicationView, base: string): string {
  if (operation?.key?.startsWith(base) !== true || operation.phase === 'Succeeded') return base;
  const tries = Number(operation.key.slice(base.length + 1) || '1');
  return `${base}-${tries + 1}`;
}

/** Whether the last commit deployed is there by our own undo. */
const wasUndone = ({ history }: ApplicationView, key: string): boolean =>
  history.at(-1)?.by?.startsWith(initiator(`${key}-undo`)) === true;

/** What was deployed before our operation. */
function previousOf({ history, revision }: ApplicationView, key: string): string {
  const ours = history.findIndex(({ by }) => by === initiator(key));
  return ours === -1 ? revision : (history[ours - 1]?.revision ?? '');
}

/** An operation that failed halfway, or was of chosen resources, has left no history and perhaps an effect. */
function needsSync(now: ApplicationView, before: string, partial: boolean): boolean {
  const endedWell = now.operation === undefined || now.operation.phase === 'Succeeded';
  return now.revision !== before || partial || !endedWell;
}

/** What undo must not do on its own. */
function refuse(now: ApplicationView, name: string, before: string, ours: string | undefined): void {
  if (before === '') {
    throw fatal('undo-failed', `${name} had never been synced before: there is no revision to go back to.`);
  }
  if (ours !== undefined && now.revision !== ours && now.revision !== before) {
    throw fatal(
      'undo-failed',
      `${name} was synced to ${now.revision} by somebody else since; going back to ${before} would undo their work too.`,
    );
  }
  if (now.automated && now.targetRevision !== before) {
    throw fatal(
      'undo-failed',
      `${name} is synced automatically: Argo CD would go forward to ${now.targetRevision} again at once.`,
      `Set its target revision to ${before} in git or in the Application, or switch automated sync off; then retry.`,
    );
  }
}
