/** The four states of drift, and how a long id is said. */
import type { Drift } from '../../../environment/board.ts';

export const verified = (says: string): Drift => ({ state: 'none', says });
export const drifted = (says: string): Drift => ({ state: 'drifted', says });
export const changing = (says: string): Drift => ({ state: 'changing', says });
/** `says` completes 'unknown, because'. */
export const unknown = (says: string): Drift => ({ state: 'unknown', says });

/** A commit as ten digits, a digest as twelve; names stay whole. */
export function short(id: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(id)) return id.slice(0, 19);
  return /^[0-9a-f]{40}$/.test(id) ? id.slice(0, 10) : id;
}
