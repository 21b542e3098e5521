/** One run: a release in a world as wanted, struck at one point, and what became of it. */
import { mountDisk } from './full-disk.ts';
import type { Disk } from './full-disk.ts';
import { interference } from './interference.ts';
import type { Hit } from './interference.ts';
import type { Lane, Workers } from './lane.ts';
import type { Skew } from './parts.ts';
import { idOf } from './point.ts';
import type { Point } from './point.ts';
import { recoveryOf } from './recovery.ts';
import type { Recovery } from './recovery.ts';
import type { Reference } from './reference.ts';
import { sail, Stuck } from './sail.ts';
import { strike } from './strike.ts';
import type { Means, Struck } from './strike.ts';
import { nodeOfEvent, passagesOf } from './trace.ts';
import type { VoyageLog } from './voyage-log.ts';
import { judge } from './verdict.ts';
import type { Finding } from './verdict.ts';

export interface Ran {
  readonly point: string;
  readonly standing: Point['standing'];
  readonly stroke: string;
  /** `missed`: the place was never come to. `skipped`: this machine doesn't let us. */
  readonly finding: Finding | 'stuck' | 'missed' | 'skipped';
  readonly problems: readonly string[];
  readonly parked: readonly string[];
  readonly recovery?: Recovery | undefined;
  readonly ms: number;
}

type Outcome = Pick<Ran, 'finding' | 'problems' | 'parked' | 'recovery'>;

export async function runPoint(lane: Lane, reference: Reference, point: Point): Promise<Ran> {
  const begun = Date.now();
  const base = { point: idOf(point), standing: point.standing, stroke: point.stroke.type };
  const disk = await smallDisk(lane, point);
  if (point.stroke.type === 'full-disk' && disk === undefined)
    return { ...base, finding: 'skipped', problems: ['no right to mount a small disk'], parked: [], ms: 0 };
  try {
    return { ...base, ...(await struckRun({ lane, disk }, reference, point)), ms: Date.now() - begun };
  } finally {
    lane.tripwire.clear();
    await lane.world.clearFaults().catch(() => undefined);
    await unmount(lane, disk);
  }
}

/** Empty, and the server begins anew on it. */
async function smallDisk(lane: Lane, { stroke }: Point): Promise<Disk | undefined> {
  if (stroke.type !== 'full-disk') return undefined;
  await Promise.all(Object.values(lane.parts).map((part) => part.kill()));
  const disk = mountDisk(diskOf(lane, stroke.of));
  await lane.parts.server.start();
  return disk;
}

async function struckRun(means: Means, reference: Reference, point: Point): Promise<Outcome> {
  const { lane } = means;
  await reference.begin(lane, skewOf(point), workersOf(point));
  let blow: Promise<Struck> | undefined;
  let struck: Struck | undefined;
  let over = false;
  /** Once: a question may be seen open, and be answered, a second time. */
  const hit: Hit = async (holder) => {
    if (!over) struck = await (blow ??= holder().then((pid) => strike(means, point.stroke, pid)));
    return struck;
  };
  try {
    const log = await sail(lane, reference.leg, {
      rest: reference.log.after,
      ...interference(lane, reference, point, hit),
    });
    over = true;
    if (struck === undefined && point.place.at !== 'all')
      return { finding: 'missed', problems: [], parked: log.parked };
    const unmet = point.stroke.type === 'storm' ? await lane.world.pending() : 0;
    const { finding, problems } = judge(reference.log, log);
    return {
      finding,
      problems: unmet === 0 ? problems : [...problems, `${unmet} faults were not met with`],
      parked: log.parked,
      recovery: struck === undefined ? undefined : await recovery(reference, point, struck, log),
    };
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    return { finding: 'stuck', problems: [error.message], parked: [] };
  } finally {
    over = true;
    await struck?.backAt.catch(() => undefined);
  }
}

async function recovery(
  reference: Reference,
  point: Point,
  { at, backAt }: Struck,
  log: VoyageLog,
): Promise<Recovery | undefined> {
  const { root } = log.view.plan ?? {};
  const undisturbed = passagesOf(reference.log.events, nodeOfEvent(root, reference.log.runId));
  const blow = { stroke: point.stroke, at, backAt: await backAt, place: point.place };
  return recoveryOf(
    blow,
    log.events,
    nodeOfEvent(root, log.runId),
    undisturbed,
    Date.parse(log.view.endedAt ?? ''),
  );
}

const skewOf = ({ stroke }: Point): Skew => ({
  worker: stroke.type === 'skew' && stroke.of === 'worker' ? stroke.seconds * 1000 : 0,
  world: stroke.type === 'skew' && stroke.of === 'world' ? stroke.seconds * 1000 : 0,
});

const workersOf = ({ stroke }: Point): Workers =>
  stroke.type === 'kill' && stroke.victims === 'one' ? 'two' : 'one';

const diskOf = (lane: Lane, of: 'world' | 'server'): string =>
  of === 'world' ? lane.worldDisk : lane.temporalDir;

/** Whoever wrote to it ends; the server goes on with the state that it had before. */
async function unmount(lane: Lane, disk: Disk | undefined): Promise<void> {
  if (disk === undefined) return;
  await Promise.all(Object.values(lane.parts).map((part) => part.kill()));
  disk.unmount();
  await lane.parts.server.start();
}
