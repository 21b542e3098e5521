/** Points that nobody thought of: any moment of a voyage, drawn by a seed. */
import { randomOf } from '../judge/random.ts';
import type { Point, Victims } from './point.ts';

const victims: readonly Victims[] = ['worker', 'server', 'both', 'world'];

/** The same on every machine, fast or slow: a seed must mean the same points everywhere. */
const withinMs = 10_000;

export function anytime(leg: string, count: number, seed: number): Point[] {
  const { uniform } = randomOf(seed, ...Buffer.from(leg));
  return Array.from({ length: count }, () => ({
    leg,
    standing: 'any',
    place: { at: 'moment', ms: Math.round(uniform() * withinMs) },
    stroke: { type: 'kill', victims: victims[Math.floor(uniform() * victims.length)] ?? 'worker' },
  }));
}

/** In an order that the seed decides. */
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const { uniform } = randomOf(seed);
  return all
    .map((one) => ({ one, at: uniform() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
