/** One sign and one colour for each state of a node, each phase and each outcome. */
import type { NodeState, Outcome, Phase } from '../../workflows/view.ts';
import type { Paint } from './paint.ts';

type Tone = keyof Paint;

const marks: Record<NodeState, readonly [sign: string, tone: Tone]> = {
  pending: ['○', 'dim'],
  running: ['●', 'cyan'],
  waiting: ['?', 'yellow'],
  parked: ['!', 'red'],
  done: ['✔', 'green'],
  skipped: ['–', 'yellow'],
  failed: ['✖', 'red'],
  cancelled: ['⊘', 'dim'],
  undoing: ['↺', 'magenta'],
  'undo-parked': ['!', 'red'],
  undone: ['↩', 'magenta'],
};

export const markOf = (state: NodeState, paint: Paint): string => {
  const [sign, tone] = marks[state];
  return paint[tone](sign);
};

const phaseTones: Record<Phase, Tone> = {
  planning: 'cyan',
  confirming: 'yellow',
  queued: 'yellow',
  running: 'cyan',
  paused: 'yellow',
  'rolling-back': 'magenta',
  closed: 'dim',
};

const outcomeTones: Record<Outcome, Tone> = {
  succeeded: 'green',
  'rolled-back': 'magenta',
  'partly-rolled-back': 'red',
  aborted: 'red',
  'not-started': 'yellow',
};

export const showPhase = (phase: Phase, paint: Paint): string => paint[phaseTones[phase]](phase);
export const showOutcome = (outcome: Outcome, paint: Paint): string => paint[outcomeTones[outcome]](outcome);
