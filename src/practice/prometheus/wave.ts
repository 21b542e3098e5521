/** Ups and downs of traffic by some per cent, which hang on the seed alone. */
import { seedOf } from './draws.ts';

/** Seconds of full traffic from the epoch up to a time: the wave's integral. */
export function waveOf(seed: string): (time: number) => number {
  const [short, long] = seedOf(seed).map((number) => (2 * Math.PI * number) / 2 ** 32);
  const [quick, slow] = [wave(0.03, 47, short), wave(0.02, 311, long)];
  return (time) => time - quick(time) - slow(time);
}

function wave(size: number, period: number, phase = 0): (time: number) => number {
  const speed = (2 * Math.PI) / period;
  return (time) => (size / speed) * Math.cos(speed * time + phase);
}
