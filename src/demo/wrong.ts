/** What a scenario's release shows that it should not. */
import type { ReleaseEnd } from './release-end.ts';

/** The sentences that hold, each with the environment; none: all is as it should be. */
export const whatIsWrong = (environment: string, wrong: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(wrong).flatMap(([what, is]) => (is ? [`${environment}: ${what}`] : []));

/** The hosts that an effect was had on, in the order of their turns. */
export const hostsOf = (effects: ReleaseEnd['effects'], wanted: string): string[] =>
  effects.filter(({ effect }) => effect === wanted).map(({ target }) => target.split(' ')[0] ?? '');
