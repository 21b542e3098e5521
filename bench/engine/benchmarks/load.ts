/** Many releases open at once on one worker: at gates, parked and soaking. None may be lost, and each must answer. */
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
const atOnce = 40;
const asked = 8;
/** So many are asked for their status, one after another: each of them stands for a person who looks. */
const looks = 200;

interface Open {
  readonly handle: WorkflowHandle;
  readonly isThere: (view: ReleaseView) => boolean;
}

/** A release that has not come to where it waits by then, for each of them, is lost. */
const patienceMs = 500;

export async function loadFigures(lab: Lab, count: number): Promise<Figure[]> {
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const open = await started(lab, count);
  const bare = await lab.byHand('bareGate', 'a');
  const lost = await missing(open, Date.now() + count * patienceMs);
  const opened = (performance.now() - begun) / count;
  const grown = (process.memoryUsage().rss - before) / 1024 / count;
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
    alone(`${name}-memory`, 'KB resident a release', grown),
    alone(`${name}-open`, 'ms a release until it waits', opened),
  ];
}

async function started(lab: Lab, count: number): Promise<Open[]> {
  const wanted = Array.from({ length: count }, (_, index) => kinds[index % kinds.length]);
  const open: Open[] = [];
  await atATime(atOnce, wanted, async (kind) => {
    if (kind === undefined) throw new Error('There is no kind of release.');
    open.push({ handle: await lab.release(kind.plan), isThere: kind.isThere });
  });
  return open;
}

/** Asks until all have come to where they wait, or the time is over; one that does not answer is asked again. */
async function missing(open: readonly Open[], until: number): Promise<number> {
  let left = open;
  while (left.length > 0 && Date.now() < until) {
    const still: Open[] = [];
    await atATime(asked, left, async (one) => {
      const view = await one.handle.query<ReleaseView>('status').catch(() => undefined);
      if (view === undefined || !one.isThere(view)) still.push(one);
    });
    left = still;
  }
  return left.length;
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

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
