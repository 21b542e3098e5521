/** What an environment remembers: plain data, carried over when its history grows long. */
import type { Closed, LeaseNews, RequestLease } from '../../environment/messages.ts';
import type {
  EndedRelease,
  EnvironmentAudit,
  EnvironmentView,
  FreezeView,
  HoldView,
  LedgerEntry,
} from '../../environment/view.ts';
import { inLine } from './queue.ts';

/** A release that asked for the lease. */
export interface Asking extends RequestLease {
  /** Counts the requests: first come, first served. */
  readonly turn: number;
  /** ISO 8601. */
  since: string;
  /** Why it isn't let in although nobody is; absent: it may come in, or nobody has looked yet. */
  closed?: Closed | undefined;
  /** A newer release of its runbook has taken its place. */
  supersededBy?: string;
  /** It goes in beside the holder, which it is within: it waits for that, or is in. */
  beside?: 'waits' | 'in' | undefined;
  /** What it was told last. */
  told?: LeaseNews | undefined;
}

export interface EnvironmentState {
  readonly name: string;
  turns: number;
  holder?: Asking | undefined;
  queue: Asking[];
  /** Releases within the holder, each asked about by itself; absent where it began before they were. */
  beside?: Asking[];
  freezes: FreezeView[];
  holds: HoldView[];
  /** The newest entries, oldest first; older ones stand on pages. */
  entries: LedgerEntry[];
  current: Record<string, LedgerEntry>;
  count: number;
  pages: number;
  audit: EnvironmentAudit[];
  /** The newest last; absent where it began before this was kept. */
  ended?: EndedRelease[];
}

export const emptyState = (name: string): EnvironmentState => ({
  name,
  turns: 0,
  queue: [],
  freezes: [],
  holds: [],
  entries: [],
  current: {},
  count: 0,
  pages: 0,
  audit: [],
});

/** Each is carried whole: all of them together stay far from the 2 MB that Temporal takes of one payload. */
export const most = { queue: 500, freezes: 100, holds: 300, services: 300, audit: 200, ended: 300 } as const;

export function environmentView(state: EnvironmentState): EnvironmentView {
  const queue = inLine(state);
  return {
    name: state.name,
    holder: state.holder === undefined ? undefined : heldBy(state.holder),
    beside: (state.beside ?? []).filter(({ beside }) => beside === 'in').map(heldBy),
    queue: queue.map((asking) => ({ ...heldBy(asking), position: queue.indexOf(asking) + 1 })),
    closed: state.holder === undefined ? queue[0]?.closed : undefined,
    freezes: state.freezes,
    holds: state.holds,
    current: Object.values(state.current).sort((a, b) => (a.service < b.service ? -1 : 1)),
    entries: state.count,
    pages: state.pages,
    audit: state.audit,
    ended: state.ended,
  };
}

const heldBy = ({
  release,
  since,
  services,
  urgent,
  exempt,
}: Asking): NonNullable<EnvironmentView['holder']> => ({
  release,
  since,
  services,
  urgent: urgent?.reason,
  exempt,
});
