/** A piece of CI work, a run or a check: queued, in progress, completed. Its whole course is in the state, so it survives a restart. */

export type Conclusion = 'success' | 'failure' | 'cancelled';

export interface Work {
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  createdAt: number;
  startsAt: number;
  endsAt: number;
  /** How it will end. */
  outcome: Conclusion;
  updatedAt: number;
}

/** Work begins after a tenth of its time in the queue. */
export function queueWork(now: number, ms: number, outcome: Conclusion): Work {
  return {
    status: 'queued',
    conclusion: null,
    createdAt: now,
    startsAt: now + ms / 10,
    endsAt: now + ms,
    outcome,
    updatedAt: now,
  };
}

/** Work that ended at `now` already: what a seed puts into the past. */
export const pastWork = (now: number): Work => ({
  ...queueWork(now, 0, 'success'),
  status: 'completed',
  conclusion: 'success',
});

/** When this work changes next; undefined once it is completed. */
export function dueAt(work: Work): number | undefined {
  switch (work.status) {
    case 'queued':
      return work.startsAt;
    case 'in_progress':
      return work.endsAt;
    case 'completed':
      return undefined;
  }
}

export function begin(work: Work, now: number): void {
  work.status = 'in_progress';
  work.updatedAt = now;
}

export function complete(work: Work, conclusion: Conclusion, now: number): void {
  work.status = 'completed';
  work.conclusion = conclusion;
  work.updatedAt = now;
}

/** Cancelling takes a moment, as it does in life. */
export function cancelSoon(work: Work, now: number, ms: number): void {
  work.outcome = 'cancelled';
  work.startsAt = Math.min(work.startsAt, now);
  work.endsAt = now + ms;
  work.updatedAt = now;
}
