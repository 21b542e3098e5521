/** Many releases open at once on one worker: at gates, parked and soaking. None may be lost, and each must answer. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { gate, sequence, soak } from '../../../src/runbook/builders.ts';
import type { BuiltNode } from '../../../src/runbook/built.ts';
import type { ReleaseView } from '../../../src/workflows/view.ts';
import { steady } from '../checks.ts';
import { figure, median, timed } from '../figures.ts';
import type { Figure } from '../figures.ts';
import type { Lab } from '../lab.ts';
import { refuse, touch } from '../steps.ts';

const approvers = { roles: ['releng'], people: ['kim'] };
const kinds: readonly { readonly plan: BuiltNode; readonly isThere: (view: ReleaseView) => boolean }[] = [
  {
    plan: sequence('All', [gate('Go on', { instructions: 'Look.', approvers }), touch({ name: 'a' })]),
    isThere: ({ waiting }) => waiting.length === 1,
  },
  {
    plan: sequence('All', [refuse({})]),
    isThere: ({ nodes }) => nodes.some(({ state }) => state === 'parked'),
  },
  {
    plan: sequence('All', [
      soak('Soak', { for: '1h', interval: '30s', checks: [steady({}, { max: 1 })], ask: { approvers } }),
    ]),
    isThere: ({ nodes }) => nodes.some(({ id, state }) => id === 'soak' && state === 'running'),
  },
];
/** So many are on their way to where they wait: the next one begins when one is there. */
const atOnce = 40;
const asked = 8;
/** So many are asked for their status, one after another: each of them stands for a person who looks. */
const looks = 200;

interface Open {
  readonly handle: WorkflowHandle;
  readonly isThere: (view: ReleaseView) => boolean;
}

/** A release that has not come to where it waits by then is lost. */
const patienceMs = 60_000;
const lookAgainMs = 1000;

export async function loadFigures(lab: Lab, count: number): Promise<Figure[]> {
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const open = await opened(lab, count);
  const opening = (performance.now() - begun) / count;
  const bare = await lab.byHand('bareGate', 'a');
  // Now that all of them are open at once.
  const lost = await missing(open);
  const after = process.memoryUsage().rss;
  const answers: number[] = [];
  const bareAnswers: number[] = [];
  for (let at = 0; at < open.length; at += Math.ceil(open.length / looks)) {
    answers.push(await timed(async () => open[at]?.handle.query('status')));
    if (answers.length % 5 === 0) bareAnswers.push(await timed(() => bare.query('__stack_trace')));
  }
  const ends = [...open.map(({ handle }) => handle), bare];
  await atATime(asked, ends, (handle) => handle.terminate('the measurement is over'));
  const name = `load-${count}`;
  return [
    { name: `${name}-lost`, ours: lost, limit: 0, ratio: lost === 0 ? 1 : lost, unit: 'releases' },
    figure(`${name}-status`, 'ms, median', { ours: median(answers), limit: median(bareAnswers) }),
    figure(`${name}-status-p95`, 'ms', { ours: p95(answers), limit: p95(bareAnswers) }),
    alone(`${name}-memory`, 'KB resident a release', (after - before) / 1024 / count),
    figure(`${name}-resident`, 'MB, before and with them', { ours: inMb(after), limit: inMb(before) }),
    alone(`${name}-open`, 'ms a release until it waits', opening),
  ];
}

async function opened(lab: Lab, count: number): Promise<Open[]> {
  const wanted = Array.from({ length: count }, (_, index) => kinds[index % kinds.length]);
  const open: Open[] = [];
  await atATime(atOnce, wanted, async (kind) => {
    if (kind === undefined) throw new Error('There is no kind of release.');
    const one = { handle: await lab.release(kind.plan), isThere: kind.isThere };
    open.push(one);
    await isThere(one);
  });
  return open;
}

/** How many are not, or no longer, where they wait. */
async function missing(open: readonly Open[]): Promise<number> {
  let lost = 0;
  await atATime(asked, open, async (one) => {
    if (!(await isThere(one))) lost += 1;
  });
  return lost;
}

/** One that does not answer is asked again. */
async function isThere({ handle, isThere: is }: Open): Promise<boolean> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await wait(lookAgainMs)) {
    const view = await handle.query<ReleaseView>('status').catch(() => undefined);
    if (view !== undefined && is(view)) return true;
  }
  return false;
}

async function atATime<T>(
  lanes: number,
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const queue = [...all];
  const lane = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const alone = (name: string, unit: string, ours: number): Figure => ({
  name,
  ours: Number(ours.toPrecision(3)),
  limit: 0,
  ratio: 1,
  unit,
});

const inMb = (bytes: number): number => bytes / 1024 / 1024;

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
