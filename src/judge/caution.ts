/**
 * Where errors are many a healthy canary could pass within minutes, before anybody wants it to, on what little of the noise it has met
 * by then. There the chance of a false pass is made smaller, for next to no time: history shows chance well, and bursts less well.
 */
import { lookAt } from './looks.ts';

/** By how much the chance is divided, if a healthy canary is still expected to pass so many seconds after the start. */
const cautions = [
  { caution: 16, within: 2400 },
  { caution: 8, within: 3600 },
  { caution: 4, within: 2 * 3600 },
  { caution: 2, within: 3.5 * 3600 },
];
/** Not more than that part of the soak. */
const part = 0.25;

/** Expected seconds to a pass, without caution: at any time, and by planned looks that spend `chance`. */
export interface Expected {
  readonly any: number;
  readonly looks: number | undefined;
  readonly chance: number;
}

export function cautionOf({ any, looks = Infinity, chance }: Expected, lasts: number): number {
  const fits = cautions.find(({ caution, within }) => {
    const longer = (lookAt(0, chance / caution) / lookAt(0, chance)) ** 2;
    const seconds = Math.min(looks * longer, any * (1 + Math.log(caution) / Math.log(1 / chance)));
    return seconds <= Math.min(within, part * lasts);
  });
  return fits?.caution ?? 1;
}
