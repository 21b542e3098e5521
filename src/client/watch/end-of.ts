/** The exit code of a release that was watched. */
import type { ReleaseView } from '../../workflows/view.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

/** A release that was ended from outside (terminated) has no outcome: that counts as aborted. */
export const endOf = ({ phase, outcome }: ReleaseView): ExitCode => {
  if (outcome !== undefined) return exitCodeOf(outcome);
  return phase === 'closed' ? exitCodes.aborted : exitCodes.ok;
};
