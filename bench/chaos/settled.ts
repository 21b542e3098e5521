/** The world once its controllers have come to rest: at what is expected, if that comes, else as it is. */
import { setTimeout as wait } from 'node:timers/promises';
import { differences } from '../../src/demo/differences.ts';
import { plainly } from './made-names.ts';
import type { Plain } from './made-names.ts';
import type { WorldApi } from './world-api.ts';

const restMs = 4000;

export async function settledSnapshot(world: WorldApi, plain: Plain, expected: unknown): Promise<unknown> {
  const look = async (): Promise<unknown> => plainly(plain, await world.snapshot());
  let seen = await look();
  for (const until = Date.now() + restMs; Date.now() < until; await wait(100)) {
    if (expected !== undefined && differences(expected, seen).length === 0) return seen;
    const next = await look();
    if (expected === undefined && differences(seen, next).length === 0 && Date.now() > until - restMs / 2)
      return next;
    seen = next;
  }
  return seen;
}
