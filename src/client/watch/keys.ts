/** What a key does, and whether it does anything just now. Pure. */
import type { ReleaseView, WaitingView } from '../../workflows/view.ts';

export type Action =
  'approve' | 'reject' | 'retry' | 'skip' | 'pause' | 'resume' | 'rollback' | 'abort' | 'quit';

interface Key {
  readonly key: string;
  readonly action: Action;
  readonly says: string;
  readonly works: (view: ReleaseView) => boolean;
}

const waits =
  (...kinds: readonly WaitingView['for'][]) =>
  ({ waiting }: ReleaseView): boolean =>
    waiting.some((wait) => kinds.includes(wait.for));
const goesOn = ({ phase }: ReleaseView): boolean => phase === 'running' || phase === 'paused';

const keys: readonly Key[] = [
  { key: 'a', action: 'approve', says: 'approve', works: waits('decision', 'confirm') },
  { key: 'r', action: 'reject', says: 'reject', works: waits('decision') },
  { key: 'y', action: 'retry', says: 'retry', works: waits('repair', 'undo-repair') },
  { key: 's', action: 'skip', says: 'skip', works: waits('repair', 'undo-repair') },
  { key: 'p', action: 'pause', says: 'pause', works: ({ phase }) => phase === 'running' },
  { key: 'p', action: 'resume', says: 'resume', works: ({ phase }) => phase === 'paused' },
  { key: 'b', action: 'rollback', says: 'roll back', works: goesOn },
  { key: 'x', action: 'abort', says: 'abort', works: ({ phase }) => phase !== 'closed' },
  { key: 'q', action: 'quit', says: 'leave', works: () => true },
];

export const actionOf = (key: string, view: ReleaseView | undefined): Action | undefined => {
  if (key === '\u0003' || key === '\u0004') return 'quit';
  if (view === undefined) return key === 'q' ? 'quit' : undefined;
  return keys.find((one) => one.key === key && one.works(view))?.action;
};

export const keyLine = (view: ReleaseView): string =>
  view.phase === 'closed'
    ? ''
    : keys
        .filter(({ works }) => works(view))
        .map(({ key, says }) => `${key} ${says}`)
        .join('   ');
