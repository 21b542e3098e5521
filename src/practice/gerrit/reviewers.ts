/** The people and the machine who review in the practice world: they vote a while after a change has come. */
import type { World } from '../world.ts';
import type { Change } from './changes.ts';

/** `approve`: +2 and verified. `reject`: a person says -2. `nobody`: the change waits. */
export type Reviewing = 'approve' | 'reject' | 'nobody';

/** In life's time: the machine verifies, then a person looks. */
const delays = { machine: 60_000, person: 120_000 } as const;

export interface Reviewers {
  /** Votes on this change, in time. */
  lookAt(change: Change): void;
  stop(): void;
}

export function openReviewers(
  { pace }: Pick<World, 'pace'>,
  reviewing: Reviewing,
  vote: (number: number, label: string, who: string, value: number) => void,
): Reviewers {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, body: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      body();
    }, ms * pace);
    timers.add(timer);
  };
  return {
    lookAt({ number, status }) {
      if (status !== 'NEW' || reviewing === 'nobody') return;
      later(delays.machine, () => vote(number, 'Verified', 'jenkins-bot', 2));
      later(delays.person, () => vote(number, 'Code-Review', 'deployer', reviewing === 'approve' ? 2 : -2));
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
