/** Many points on several lanes at once, until all are done or the time is over. */
import type { Lane } from './lane.ts';
import { idOf } from './point.ts';
import type { Point } from './point.ts';
import type { Reference } from './reference.ts';
import { runPoint } from './run-point.ts';
import type { Ran } from './run-point.ts';

export interface Series {
  readonly lanes: readonly Lane[];
  readonly references: ReadonlyMap<string, Reference>;
  readonly points: readonly Point[];
  /** Milliseconds since the epoch; nothing begins after it. */
  readonly until: number;
  /** Once it is aborted its lanes are stopped: what becomes of a run then says nothing. */
  readonly signal?: AbortSignal;
  done(ran: Ran): void;
}

export async function runSeries(series: Series): Promise<void> {
  const { lanes, references, points, until, signal, done } = series;
  const queue = [...points];
  const [home] = lanes;
  /** The references were sailed on the first lane: what can't leave it is run there. */
  const next = (lane: Lane): Point | undefined => {
    const at = queue.findIndex(({ leg }) => lane === home || references.get(leg)?.leg.subject.moves !== 'no');
    return at < 0 ? undefined : queue.splice(at, 1)[0];
  };
  await Promise.all(
    lanes.map(async (lane) => {
      for (let point = next(lane); point !== undefined && Date.now() < until; point = next(lane)) {
        const ran = await oneRun(lane, series, point);
        if (signal?.aborted === true) return;
        done(ran);
      }
    }),
  );
}

/** A place that was not come to is tried once more: which of two branches is first may be chance. */
async function oneRun(lane: Lane, { references, signal }: Series, point: Point): Promise<Ran> {
  const reference = references.get(point.leg);
  if (reference === undefined) throw new Error(`${idOf(point)}: nobody has sailed ${point.leg}.`);
  const ran = await runPoint(lane, reference, point).catch((error: unknown) =>
    broken(lane, point, error, signal),
  );
  return ran.finding === 'missed' && signal?.aborted !== true ? runPoint(lane, reference, point) : ran;
}

/** What nobody foresaw fails the certification, and not the series: the lane begins anew. */
async function broken(lane: Lane, point: Point, error: unknown, signal?: AbortSignal): Promise<Ran> {
  await Promise.all(Object.values(lane.parts).map((part) => part.kill()));
  if (signal?.aborted !== true) await lane.parts.server.start();
  return {
    point: idOf(point),
    standing: point.standing,
    stroke: point.stroke.type,
    finding: 'stuck',
    problems: [error instanceof Error ? `${error.name}: ${error.message}` : String(error)],
    parked: [],
    ms: 0,
  };
}
