/** What is done to an Application with a canary, on a real cluster and on the practised one alike. */
import { expect } from '@jest/globals';
import { sync } from '../../src/activities/argocd/index.ts';
import { applicationRef } from '../../src/activities/argocd/application.ts';
import type { KubernetesClient } from '../../src/activities/kubernetes/client.ts';
import { awaitHealthy, awaitPaused, promoteFull } from '../../src/activities/rollouts/index.ts';
import { rolloutRef } from '../../src/activities/rollouts/rollout.ts';
import type { Json } from '../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from './attempt.ts';

/** An Application, Healthy on its first revision. */
export interface Stage {
  readonly client: KubernetesClient;
  readonly application: string;
  readonly namespace: string;
  readonly revisions: { readonly one: string; readonly two: string; readonly bad: string };
}

export type Scenario = (stage: Stage) => Promise<void>;

const canaryOf = ({ namespace }: Stage) => ({ rollout: 'web', namespace });
const context = ({ client }: Stage, key: string) => contextFor({ kubernetes: client }, { key });
const syncTo = (stage: Stage, revision: string, key: string) =>
  attempt(
    sync.definition,
    { application: stage.application, revision, canary: canaryOf(stage) },
    context(stage, key),
  );
const paused = (stage: Stage) => attempt(awaitPaused.definition, canaryOf(stage), context(stage, 'wait'));

/** An order as a person's tool would send it: bare, and long after the pause. */
async function order(stage: Stage, status: { [field: string]: Json }): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await stage.client.mergePatch(
    rolloutRef(canaryOf(stage)),
    { status },
    { key: 'order', signal: new AbortController().signal, subresource: 'status' },
  );
}

export const scenarios = {
  'canary-promoted': async (stage) => {
    await syncTo(stage, stage.revisions.two, 'sync');
    await paused(stage);
    await attempt(promoteFull.definition, canaryOf(stage), context(stage, 'promote'));
    await attempt(awaitHealthy.definition, canaryOf(stage), context(stage, 'health'));
  },

  'canary-undone': async (stage) => {
    const { known } = await syncTo(stage, stage.revisions.two, 'sync');
    await paused(stage);
    expect(await undo(sync.definition, known, context(stage, 'sync'))).toContain('canary aborted');
  },

  'synced-back-after-promotion': async (stage) => {
    await syncTo(stage, stage.revisions.two, 'sync');
    await paused(stage);
    await attempt(promoteFull.definition, canaryOf(stage), context(stage, 'promote'));
    await syncTo(stage, stage.revisions.one, 'back');
    await paused(stage);
    await attempt(promoteFull.definition, canaryOf(stage), context(stage, 'promote-back'));
  },

  'bad-image-undone': async (stage) => {
    const { known } = await syncTo(stage, stage.revisions.bad, 'sync');
    const failure = await failureOf(paused(stage));
    expect(failure.message).toMatch(/ProgressDeadlineExceeded|RolloutAborted/);
    await undo(sync.definition, known, context(stage, 'sync'));
  },

  'aborted-retried-promoted': async (stage) => {
    await syncTo(stage, stage.revisions.two, 'sync');
    await paused(stage);
    await order(stage, { abort: true });
    await order(stage, { abort: false });
    await paused(stage);
    await order(stage, { pauseConditions: null });
    await attempt(awaitHealthy.definition, canaryOf(stage), context(stage, 'health'));
  },

  'orders-without-canary': async (stage) => {
    await order(stage, { abort: true });
    await order(stage, { promoteFull: true });
  },

  'missing-revision': async (stage) => {
    const failure = await failureOf(syncTo(stage, 'f'.repeat(40), 'sync'));
    expect(failure.message).toContain('ComparisonError');
  },

  'operation-dropped': async (stage) => {
    const ref = applicationRef({ application: stage.application, namespace: 'argocd' });
    const operation = (key: string) => ({
      operation: { info: [{ name: 'slipway-key', value: key }], sync: { revision: stage.revisions.two } },
    });
    const signal = new AbortController().signal;
    await stage.client.mergePatch(ref, operation('first'), { key: 'first', signal });
    for await (const { object } of stage.client.watch(ref, signal)) {
      if (JSON.stringify(object['status']).includes('"phase":"Running"')) break;
    }
    await stage.client.mergePatch(ref, operation('second'), { key: 'second', signal });
    await paused(stage);
    const now = JSON.stringify(await stage.client.get(ref, signal));
    expect(now).toContain('"first"');
    expect(now).not.toContain('"second"');
  },
} satisfies Record<string, Scenario>;
