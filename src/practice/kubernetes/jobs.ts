/** The Job controller: one pod, started once, and what becomes of it. */
import { z } from 'zod';
import type { Journal } from '../journal.ts';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { ended, running, unpulled } from './pod-status.ts';
import { isBroken } from './pods.ts';
import type { Programs } from './programs.ts';
import { runJobProgram } from './programs.ts';
import { keyOf, resourceOfKind, splitKey } from './resources.ts';
import type { JsonObject, Stored } from './state.ts';
import { ownerOf } from './statefulsets.ts';
import { endPod } from './terminations.ts';
import type { Written } from './written.ts';

/** As much of a Job's spec as this controller keeps to: one pod that is not started again. */
export const jobSpecSchema = z.looseObject({
  completions: z.literal(1).default(1),
  parallelism: z.literal(1).default(1),
  backoffLimit: z.literal(0),
  ttlSecondsAfterFinished: z.number().int().min(0).optional(),
  template: z.looseObject({
    metadata: z.looseObject({ labels: z.record(z.string(), z.string()).default({}) }).prefault({}),
    spec: z.looseObject({
      restartPolicy: z.literal('Never'),
      containers: z
        .array(
          z.looseObject({
            name: z.string(),
            image: z.string().min(1),
            command: z.array(z.string()).default([]),
            args: z.array(z.string()).default([]),
          }),
        )
        .min(1),
    }),
  }),
});

export function openJobs(clock: Clock, journal: Journal, programs: Programs) {
  return {
    written: ((tx, key, before, after, requestKey) => {
      if (before !== undefined) return;
      const { namespace, name } = after.metadata;
      journal.record({
        system: 'kubernetes',
        effect: 'job.create',
        target: `${namespace}/${name}`,
        key: requestKey,
      });
      tx.schedule('job.start', key, clock.after(50));
    }) satisfies Written,
    start(tx: Transaction, key: string): void {
      const opened = open(tx, key);
      if (opened === undefined) return;
      const { job, pod, labels, spec, container } = opened;
      const broken = isBroken(tx.state, container.image);
      tx.create(resourceOfKind('Pod'), job.metadata.namespace, splitKey(pod).name, {
        metadata: { labels, ownerReferences: [ownerOf(job)] },
        spec,
        status: (broken ? unpulled : running)(container.name, container.image),
      });
      report(tx, key, {
        active: 1,
        ready: broken ? 0 : 1,
        terminating: 0,
        startTime: stamp(clock.now()),
      });
      if (!broken) tx.schedule('job.finish', key, clock.after(2000));
    },
    finish(tx: Transaction, key: string): void {
      const opened = open(tx, key);
      const there = opened === undefined ? undefined : tx.get(opened.pod);
      if (opened === undefined || there === undefined) return;
      const { job, pod, container } = opened;
      const { namespace } = job.metadata;
      const end = runJobProgram(programs, {
        namespace,
        pod: there.metadata.name,
        image: container.image,
        command: [...container.command, ...container.args],
        annotations: there.metadata.annotations ?? {},
        kept: tx.state.kept[namespace] ?? {},
      });
      if (end.keeps !== undefined) tx.state.kept[namespace] = end.keeps;
      for (const { effect, target } of end.effects ?? [])
        journal.record({ system: 'kubernetes', effect, target: `${namespace}/${target}`, key: null });
      tx.state.logs[there.metadata.uid] = `${end.stdout}${end.stderr ?? ''}`;
      tx.put(pod, { ...there, status: ended(container.name, container.image, end.exitCode, clock.now()) });
      report(tx, key, outcome(end.exitCode, clock.now()));
    },
    /** Deleted: its pods go with it. */
    removed(tx: Transaction, { metadata: { uid } }: Stored): void {
      for (const [pod, { metadata }] of Object.entries(tx.state.objects))
        if (metadata.ownerReferences?.some((owner) => owner.uid === uid) === true) endPod(tx, pod, clock);
    },
  };
}

function open(tx: Transaction, key: string) {
  const job = tx.get(key);
  const spec = jobSpecSchema.safeParse(job?.spec).data;
  const container = spec?.template.spec.containers[0];
  if (job === undefined || spec === undefined || container === undefined) return undefined;
  const { namespace, name, uid } = job.metadata;
  const labels = {
    ...spec.template.metadata.labels,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'job-name': name,
  };
  const pod = keyOf(resourceOfKind('Pod'), namespace, `${name}-${uid.slice(0, 5)}`);
  return { job, pod, labels, container, spec: podSpec(job) };
}

const podSchema = z.object({ template: z.object({ spec: z.record(z.string(), z.json()) }) });
const podSpec = ({ spec }: Stored): JsonObject => podSchema.parse(spec).template.spec;

function report(tx: Transaction, key: string, status: JsonObject): void {
  const job = tx.get(key);
  if (job === undefined) return;
  const { startTime } = job.status ?? {};
  tx.put(key, { ...job, status: { ...(startTime === undefined ? {} : { startTime }), ...status } });
}

function outcome(exitCode: number, at: number): JsonObject {
  const now = stamp(at);
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: 'True',
    reason,
    message,
    lastProbeTime: now,
    lastTransitionTime: now,
  });
  const counted = { ready: 0, terminating: 0, uncountedTerminatedPods: {} };
  if (exitCode === 0) {
    const [reason, message] = ['CompletionsReached', 'Reached expected number of succeeded pods'];
    return {
      ...counted,
      succeeded: 1,
      completionTime: now,
      conditions: [condition('SuccessCriteriaMet', reason, message), condition('Complete', reason, message)],
    };
  }
  const [reason, message] = ['BackoffLimitExceeded', 'Job has reached the specified backoff limit'];
  return {
    ...counted,
    failed: 1,
    conditions: [condition('FailureTarget', reason, message), condition('Failed', reason, message)],
  };
}
