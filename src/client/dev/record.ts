/** Writes down which processes run, so that the other commands find them, and the next start ends what was left. */
import { writeDevState } from '../dev-state.ts';
import type { DevState } from '../dev-state.ts';
import type { DevPlace } from './parts.ts';
import { markOf } from './process-mark.ts';
import type { ProcessMark } from './process-mark.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

type Say = (line: string) => void;

export function recorder(cwd: string, state: DevState, say: Say): DevPlace['started'] {
  const dev = markOf(process.pid);
  const parts: Record<string, ProcessMark> = {};
  return (name, pid) => {
    parts[name] = markOf(pid);
    record(cwd, { ...state, dev, parts }, say);
  };
}

/** Who runs is looked after, whether it can be written down or not. */
export function record(cwd: string, state: DevState, say: Say): void {
  try {
    writeDevState(cwd, state);
  } catch (error) {
    say(`Who runs here could not be written down: ${reasonOf(error)}.`);
  }
}
