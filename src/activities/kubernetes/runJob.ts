/** `kubernetes.runJob`: runs a program once in a pod of its own, waits for its end, and keeps the end of its log as evidence. */
import { z } from 'zod';
import { absent, started } from '../contract.ts';
import { neverHappened } from '../calls.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { digestSchema, variablesSchema } from '../oci/names.ts';
import { wantedImage } from './change-image.ts';
import { deploymentRef } from './deployment.ts';
import { imageSchema } from './image-input.ts';
import { jobLabel, jobName, jobObject, jobRef, jobsIn, keyLabel, readJob } from './job.ts';
import type { JobView } from './job.ts';
import { jobEnd, untilGone } from './job-end.ts';
import { podOf } from './job-pod.ts';
import { commandSchema, objectNameSchema } from './names.ts';
import { onDeployments, onJobs, podsWords } from './rights.ts';
import type { StepContext } from '../contract.ts';

const like = z.strictObject({
  deployment: objectNameSchema.describe('The Deployment'),
  container: objectNameSchema.optional().describe('Its container; needed where there are several'),
  beside: z
    .array(objectNameSchema)
    .default([])
    .describe(
      'Containers of it that run beside the program and end with it, such as a database’s proxy (Kubernetes 1.29 and later)',
    ),
});

const input = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, 'must be lower-case letters, digits and dashes, at most 40')
      .describe(
        'What it is called: `migrate`. Two of one name never run at once in a namespace. The Job’s own name has the order’s key besides',
      ),
    namespace: objectNameSchema.describe('Where it runs'),
    like: like
      .optional()
      .describe(
        'A Deployment that its pod takes after: environment, volumes, account, and the image if none is given. Secrets stay references',
      ),
    image: imageSchema.optional().describe('The image, as pods name it; needed without `like`'),
    digest: digestSchema.optional().describe('The image’s digest, best given'),
    command: commandSchema
      .optional()
      .describe('The program and its arguments; no shell reads them. Absent: what the image runs by itself'),
    env: variablesSchema.default({}).describe('Variables besides. No secrets: they stand in the plan'),
    startSeconds: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('Seconds in which its pod must have started; what has not is stopped and never runs'),
    timeoutSeconds: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(3600)
      .describe('Seconds it may take; one that takes longer goes on, and a person decides'),
    keepSeconds: z
      .number()
      .int()
      .min(3600)
      .default(604_800)
      .describe('Seconds that the cluster keeps the ended Job and its log'),
  })
  .refine(({ image, like: model }) => image !== undefined || model !== undefined, {
    path: ['image'],
    message: 'is needed where there is no `like`',
  });
type Input = z.output<typeof input>;
type Ctx = StepContext<'kubernetes'>;

export const runJob = defineStep({
  kind: 'kubernetes.runJob',
  summary: 'Run a program once, as a Job, and wait for its end.',
  input,
  output: z.strictObject({
    job: z.string().describe('The Job’s name'),
    pod: z.string().describe('Its pod; empty if the cluster no longer has it'),
    log: z.string().describe('The last lines of what it said'),
  }),
  needs: ['kubernetes'],
  rights: (given) => [
    onJobs(given, 'create', 'delete'),
    ...podsWords(given),
    ...(given.like === undefined ? [] : [onDeployments(given)]),
  ],
  options: { settleTimeout: 49 * 3_600_000 },
  title: ({ name, namespace, command }) =>
    `Run ${name} once in ${namespace}${command === undefined ? '' : `: ${command.join(' ')}`}`.slice(0, 200),
  async observe(given, ctx) {
    const { mine, others } = await jobsOf(given, ctx);
    if (mine !== undefined) return started(mine.name);
    const [other] = others.filter(({ end }) => end === undefined);
    if (other !== undefined)
      throw fatal(
        'conflict',
        `Job ${given.namespace}/${other.name} has not ended: two of ${given.name} at once could harm each other.`,
        'Wait until it has ended, or stop it, then retry.',
      );
    return absent({ job: jobName(given.name, ctx.key) });
  },
  async act(given, ctx, { job }) {
    const { kubernetes } = ctx.clients;
    const { name, namespace, keepSeconds, digest } = given;
    const model =
      given.like === undefined
        ? undefined
        : await kubernetes.get(deploymentRef({ ...given.like, namespace }), ctx.signal);
    const image = given.image === undefined ? undefined : wantedImage({ image: given.image, digest });
    const labels = { [jobLabel]: name, [keyLabel]: ctx.key };
    const spec = podOf({ ...given, image }, model);
    await kubernetes.create(
      jobsIn(namespace),
      jobObject({ name: job, labels, release: ctx.release.id, keepSeconds, spec }),
      { key: ctx.key, signal: ctx.signal },
    );
    return started(job);
  },
  settle: (job, ctx, given) => jobEnd(z.string().parse(job), ctx, given),
  undoTitle: ({ input: { name, namespace } }) =>
    `Stop ${name} in ${namespace} if it still runs; what it has done stays`,
  async undo({ input: given }, ctx) {
    const { mine } = await jobsOf(given, ctx);
    if (mine === undefined) return neverHappened;
    const { uid, name, end } = mine;
    await ctx.clients.kubernetes.remove(jobRef(given.namespace, name), {
      uid,
      key: `${ctx.key}-undo`.slice(-64),
      signal: ctx.signal,
    });
    await untilGone(ctx, given);
    return end === undefined
      ? `Stopped Job ${given.namespace}/${name} while it ran; what it had done stays.`
      : `Removed Job ${given.namespace}/${name}, which had ended (${end}); what it has done stays.`;
  },
});

/** The Job of this order, and those of other orders that do the same. */
async function jobsOf(given: Input, ctx: Ctx): Promise<{ mine: JobView | undefined; others: JobView[] }> {
  const jobs = await ctx.clients.kubernetes.list(jobsIn(given.namespace), {
    signal: ctx.signal,
    labels: { [jobLabel]: given.name },
  });
  const views = jobs.map(readJob);
  return {
    mine: views.find(({ labels }) => labels[keyLabel] === ctx.key),
    others: views.filter(({ labels }) => labels[keyLabel] !== ctx.key),
  };
}
