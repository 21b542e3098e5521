/** What a release takes along when it continues as new: all that it remembers, as plain data. */
import { patched } from '@temporalio/workflow';
import type { ReleaseState } from './state.ts';

/** The second argument of the workflow; a release that begins has none. */
export interface Carried {
  readonly format: 1;
  readonly state: Omit<ReleaseState, 'runId' | 'start'>;
  /** Guards and soaks whose finding nobody has answered yet. */
  readonly tripped: readonly string[];
  readonly abandoned: boolean;
  /** How often it has continued as new. */
  readonly continued: number;
}

/**
 * Whether this release is run by builds that can continue it as new. What ran before them replays as it was recorded:
 * asked for where the order of commands would change, and only there, for the answer is an event of the history.
 */
export const continuesAsNew = (): boolean => patched('continues-as-new');
