/** `kubernetes.deletePod`: deletes one pod, that one and no other of its name, and waits until its controller has one in its place. */
import { z } from 'zod';
import { absent, started } from '../contract.ts';
import type { StepContext } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { objectNameSchema } from './names.ts';
import { podRef, podsIn, readPod } from './pod.ts';
import type { PodView } from './pod.ts';
import { onPods } from './rights.ts';

const input = z.strictObject({
  namespace: objectNameSchema.describe('Where the pod is'),
  pod: objectNameSchema.describe('The pod'),
  seen: z
    .array(
      z.strictObject({
        pod: z.string().describe('Its name'),
        uid: z.string().describe('Its uid'),
      }),
    )
    .min(1)
    .optional()
    .describe(
      'Pods as they were looked at before: the one that is deleted must be among them, and still be the same one',
    ),
  timeoutSeconds: z
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(900)
    .describe('Seconds until one is ready in its place'),
  everySeconds: z.number().min(0.05).max(60).default(2).describe('Seconds between two looks'),
});
type Input = z.output<typeof input>;

/** The pod that goes, its controller, and how many of that controller's pods were ready beside it. */
const stateSchema = z.strictObject({ uid: z.string(), owner: z.string(), others: z.number() });
type State = z.output<typeof stateSchema>;
type Ctx = StepContext<'kubernetes'>;

const progressSchema = z.object({ since: z.number() });

export const deletePod = defineStep({
  kind: 'kubernetes.deletePod',
  summary: 'Delete one pod, and wait until its controller has made another one that is ready.',
  input,
  output: z.strictObject({
    pod: z.string().describe('The pod in its place; a StatefulSet’s has the same name'),
    uid: z.string().describe('Its uid'),
  }),
  needs: ['kubernetes'],
  rights: (given) => [onPods(given, 'list', 'delete')],
  options: { settleTimeout: 25 * 3_600_000 },
  title: ({ namespace, pod }) => `Delete the pod ${namespace}/${pod}, and see another come in its place`,
  async observe(given, ctx, earlier?: State) {
    const now = await present(given, ctx);
    if (earlier !== undefined)
      return now?.uid === earlier.uid && !now.leaving ? absent<State>(earlier) : started<State>(earlier);
    return absent<State>(await stateOf(given, ctx, now));
  },
  async act(given, ctx, before) {
    await ctx.clients.kubernetes.remove(podRef(given), {
      uid: before.uid,
      key: ctx.key,
      signal: ctx.signal,
    });
    return started<State>(before);
  },
  async settle(state, ctx, given) {
    const { uid, owner, others } = stateSchema.parse(state);
    const { since } = progressSchema.safeParse(ctx.resumed).data ?? { since: ctx.now() };
    for (;;) {
      const mine = await podsOf(given, ctx, owner);
      const ready = mine.filter((one) => one.ready && !one.leaving && one.uid !== uid);
      const [newest] = [...ready.filter(({ name }) => name === given.pod), ...ready.reverse()];
      if (newest !== undefined && ready.length > others && mine.every((one) => one.uid !== uid))
        return { pod: newest.name, uid: newest.uid };
      const waiting = `${ready.length} of ${others + 1} pods are ready`;
      if (ctx.now() - since >= given.timeoutSeconds * 1000)
        throw fatal(
          'timed-out',
          `No pod is ready in place of ${given.namespace}/${given.pod} after ${given.timeoutSeconds} s: ${waiting}.`,
        );
      ctx.heartbeat({ since, waiting });
      await ctx.sleep(given.everySeconds * 1000);
    }
  },
  irreversible: 'A deleted pod does not come back; its controller makes another one in its place.',
});

async function present(given: Input, { clients, signal }: Ctx): Promise<PodView | undefined> {
  // Asked for as a list: a pod that is not there is no error here.
  const pods = await clients.kubernetes.list(podsIn(given.namespace), { signal });
  return pods.map(readPod).find(({ name }) => name === given.pod);
}

const podsOf = async (given: Input, { clients, signal }: Ctx, owner: string): Promise<PodView[]> =>
  (await clients.kubernetes.list(podsIn(given.namespace), { signal }))
    .map(readPod)
    .filter((pod) => pod.owner?.uid === owner);

async function stateOf(given: Input, ctx: Ctx, pod: PodView | undefined): Promise<State> {
  const where = `Pod ${given.namespace}/${given.pod}`;
  if (pod === undefined) throw fatal('not-found', `${where} is not there.`);
  if (pod.owner === undefined)
    throw fatal('refused', `${where} belongs to no controller: nothing would make another in its place.`);
  if (given.seen !== undefined && !given.seen.some((one) => one.pod === pod.name && one.uid === pod.uid))
    throw fatal(
      'conflict',
      `${where} is not the one that was looked at: it was made anew meanwhile.`,
      'Look at it again, and start again if it still needs to go.',
    );
  const mine = await podsOf(given, ctx, pod.owner.uid);
  const others = mine.filter((one) => one.ready && !one.leaving && one.uid !== pod.uid).length;
  return { uid: pod.uid, owner: pod.owner.uid, others };
}
