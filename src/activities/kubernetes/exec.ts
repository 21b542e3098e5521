/** `kubernetes.exec`: runs a program that only looks in a container of a pod, and keeps what it says as evidence. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { commandSchema, objectNameSchema } from './names.ts';
import { podRef, readPod } from './pod.ts';
import { onPods, runsInPods } from './rights.ts';

/** Of each output; a step may give 64 KB in all. */
const most = 16_000;
/** https://www.gnu.org/software/coreutils/manual/html_node/timeout-invocation.html */
const timedOut = 124;

export const exec = defineStep({
  kind: 'kubernetes.exec',
  summary:
    'Run a program that changes nothing in a container of a pod, such as a diagnosis, and keep what it says. What changes something belongs into kubernetes.runJob, which never runs twice.',
  input: z.strictObject({
    namespace: objectNameSchema.describe('Where the pod is'),
    pod: objectNameSchema.describe('The pod'),
    container: objectNameSchema.optional().describe('The container; needed where there are several'),
    command: commandSchema.describe(
      'The program and its arguments; no shell reads them. It may be run again after a failure, so it must change nothing',
    ),
    exitCodes: z
      .union([z.array(z.number().int().min(0).max(255)).min(1), z.literal('any')])
      .default([0])
      .describe(
        'How it may end; any other code is a failure. `any`: however it ends, and if it does not, for that may be what is asked',
      ),
    contains: z
      .string()
      .min(1)
      .optional()
      .describe('What its output must contain; without it the step fails'),
    timeoutSeconds: z.number().int().min(1).max(3600).default(120).describe('Seconds it may take'),
  }),
  output: z.strictObject({
    pod: z.string().describe('The pod'),
    uid: z.string().describe('Its uid: another pod of the same name has another'),
    exitCode: z
      .number()
      .describe('How the program ended; 124, as timeout(1) has it, where it did not within its time'),
    stdout: z.string().describe('What it said; of much its beginning and its end'),
    stderr: z.string().describe('What it complained of, likewise'),
  }),
  needs: ['kubernetes'],
  rights: (given) => [onPods(given, 'get'), runsInPods(given)],
  title: ({ namespace, pod, command }) => `Run ${command.join(' ')} in ${namespace}/${pod}`,
  async settle(_, ctx, given) {
    const { kubernetes } = ctx.clients;
    const { namespace, pod, container, command, timeoutSeconds } = given;
    const { uid } = readPod(await kubernetes.get(podRef(given), ctx.signal));
    const limit = AbortSignal.timeout(timeoutSeconds * 1000);
    const end = await kubernetes
      .exec(
        { namespace, pod, ...(container === undefined ? {} : { container }) },
        command,
        AbortSignal.any([ctx.signal, limit]),
      )
      .catch((error: unknown) => {
        if (!limit.aborted || ctx.signal.aborted) throw error;
        const says = `${command.join(' ')} has not ended within ${timeoutSeconds} s in ${pod}.`;
        if (given.exitCodes !== 'any') throw fatal('timed-out', says);
        return { exitCode: timedOut, stdout: '', stderr: says };
      });
    const output = {
      pod,
      uid,
      exitCode: end.exitCode,
      stdout: bounded(end.stdout),
      stderr: bounded(end.stderr),
    };
    const why = whyNot(given, end);
    if (why === undefined) return output;
    const says = [output.stderr, output.stdout].filter(Boolean).join('\n').slice(-2000);
    throw fatal('failed', `${command.join(' ')} in ${namespace}/${pod} ${why}: ${says || 'it said nothing'}`);
  },
});

/** What a program found stands at its beginning or its end, and details between the two. */
function bounded(said: string): string {
  const text = said.trimEnd();
  if (text.length <= most) return text;
  const half = Math.floor((most - cut.length) / 2);
  return `${text.slice(0, half)}${cut}${text.slice(-half)}`;
}
const cut = '\n[…]\n';

function whyNot(
  {
    exitCodes,
    contains,
  }: { readonly exitCodes: readonly number[] | 'any'; readonly contains?: string | undefined },
  { exitCode, stdout }: { readonly exitCode: number; readonly stdout: string },
): string | undefined {
  if (exitCodes !== 'any' && !exitCodes.includes(exitCode)) return `ended with ${exitCode}`;
  return contains === undefined || stdout.includes(contains) ? undefined : `did not say “${contains}”`;
}
