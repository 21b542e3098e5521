/** How long the controllers take: the real ones' lags, scaled by the world's pace. */
import type { World } from '../world.ts';
import type { Behaviour } from './state.ts';

export interface Clock {
  now(): number;
  /** When something is over that takes `ms` in life. */
  after(ms: number): number;
  /** The same for a lag that people stumble over: at its worst it is as long as in life, whatever the pace. */
  awkward(ms: number, behaviour: Behaviour): number;
}

export const openClock = (world: Pick<World, 'pace'>): Clock => ({
  now: () => Date.now(),
  after: (ms) => Date.now() + ms * world.pace,
  awkward: (ms, behaviour) => Date.now() + (behaviour === 'worst' ? ms : ms * world.pace),
});
