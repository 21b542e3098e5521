/** Carries a stroke out: kills processes and starts them again, cuts, asks for faults, fills a disk; tells when it was over. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Verdict } from './event.ts';
import type { Disk } from './full-disk.ts';
import type { Lane, PartName } from './lane.ts';
import type { Stroke, Victims } from './point.ts';

export interface Struck {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When whoever was killed was there again. */
  readonly backAt: Promise<number>;
  /** For whoever waits at the place. */
  readonly verdict: Verdict;
}

export interface Means {
  readonly lane: Lane;
  readonly disk: Disk | undefined;
}

/** How long a disk stays full. */
const fullMs = 2500;

/** `holder` is the process that has the release in hand. */
export async function strike(
  { lane, disk }: Means,
  stroke: Stroke,
  holder: number | undefined,
): Promise<Struck> {
  switch (stroke.type) {
    case 'kill':
      return stroke.victims === 'one' ? killOne(lane, holder) : killAndStart(lane, victims[stroke.victims]);
    case 'cut':
      return passing('sever');
    case 'watch':
      return passing(stroke.how);
    case 'storm': {
      const { system, times, status } = stroke;
      const kind =
        status === 429
          ? ({ type: 'rate-limit', retryAfterSeconds: 1 } as const)
          : ({ type: 'status', status } as const);
      await lane.world.ask([{ system, times, kind }]);
      return passing('go');
    }
    case 'full-disk':
      return fillFor(lane, disk, fullMs);
    case 'skew':
    case 'twice':
      return passing('go');
  }
}

const passing = (verdict: Verdict): Struck => ({
  at: Date.now(),
  backAt: Promise.resolve(Date.now()),
  verdict,
});

const victims: Readonly<Record<Exclude<Victims, 'one'>, readonly PartName[]>> = {
  worker: ['worker'],
  server: ['server'],
  both: ['server', 'worker'],
  world: ['world'],
};

/** The other one was there all the time. */
async function killOne({ parts }: Lane, holder: number | undefined): Promise<Struck> {
  const at = await (parts.mate.pid() === holder ? parts.mate : parts.worker).kill();
  return { at, backAt: Promise.resolve(at), verdict: 'sever' };
}

async function killAndStart({ parts }: Lane, names: readonly PartName[]): Promise<Struck> {
  const times = await Promise.all(names.map((name) => parts[name].kill()));
  const backAt = Promise.all(names.map((name) => parts[name].start())).then((starts) => Math.max(...starts));
  backAt.catch(() => undefined);
  // A server that is away is no reason for a request to the world to fail.
  const verdict = names.length === 1 && names[0] === 'server' ? 'go' : 'sever';
  return { at: Math.min(...times), backAt, verdict };
}

/** Who could not live with it is started again when there is room, as `slipway dev` or a cluster would. */
function fillFor({ parts }: Lane, disk: Disk | undefined, ms: number): Struck {
  if (disk === undefined) throw new Error('There is no disk to fill.');
  disk.fill();
  const backAt = wait(ms).then(async () => {
    disk.empty();
    for (const part of [parts.server, parts.world]) if (part.pid() === undefined) await part.start();
    return Date.now();
  });
  backAt.catch(() => undefined);
  return { at: Date.now(), backAt, verdict: 'go' };
}
