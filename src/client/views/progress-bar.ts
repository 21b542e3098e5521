/** How far a soak has come: a bar, and what is left. */
import { showDuration } from './duration.ts';

const width = 20;

export interface Span {
  /** ISO 8601. */
  readonly from: string;
  readonly until: string;
}

/** `━━━━━━──────────────  31 %, 4m 10s left`; past its time it says so. */
export function progressBar({ from, until }: Span, now: number): string {
  const begin = Date.parse(from);
  const end = Date.parse(until);
  const share = end <= begin ? 1 : Math.min(1, Math.max(0, (now - begin) / (end - begin)));
  const filled = Math.floor(share * width);
  const bar = '━'.repeat(filled) + '─'.repeat(width - filled);
  const rest = end > now ? `${showDuration(end - now)} left` : 'time is over';
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %, ${rest}`;
}
