/** A knot: releases that hold what others want, and want what those hold, be it by a release within them. Pure. */
import type { KnotCall } from './calls.ts';

export interface WhoWaits {
  /** What keeps a release from its end; undefined: it is over, or nobody knows it. */
  of(release: string): Promise<Waiting | undefined>;
  /** Who has an environment now. */
  holder(environment: string): Promise<string | undefined>;
}

export interface Waiting {
  /** The environments that it waits for. */
  readonly environments: readonly string[];
  /** Ids of the releases within it that run. */
  readonly within: readonly string[];
}

/** So many releases are looked at: more of them hold each other up in no company. */
const most = 200;

interface Link {
  readonly release: string;
  /** How one comes there. */
  readonly says: readonly string[];
}

/** From whoever has the environment, on to all that it waits for. A sentence where that leads back; null: it does not. */
export async function knotOf(
  { own, environment, holder }: KnotCall,
  waits: WhoWaits,
): Promise<string | null> {
  const seen = new Set<string>();
  const open: Link[] = [{ release: holder, says: [`${short(holder)} has ${environment}`] }];
  for (let link = open.shift(); link !== undefined && seen.size < most; link = open.shift()) {
    const { release, says } = link;
    if (own.includes(release)) return inWords(environment, holder, says);
    if (seen.has(release)) continue;
    seen.add(release);
    const waiting = await waits.of(release);
    for (const within of waiting?.within ?? [])
      open.push({ release: within, says: [...says, `${short(within)} is within it`] });
    for (const wanted of waiting?.environments ?? []) {
      const next = await waits.holder(wanted);
      if (next === undefined || next === release) continue;
      open.push({ release: next, says: [...says, `it waits for ${wanted}`, `${short(next)} has ${wanted}`] });
    }
  }
  return null;
}

const inWords = (environment: string, holder: string, says: readonly string[]): string =>
  `It would wait for ${environment} for ever, for they wait for each other: ${says.join('; ')}. ` +
  `End one of them (slipway rollback ${short(holder)}, or this one’s), then try again`;

const short = (id: string): string => id.replace(/^release\//, '');
