/** A release's views, one after the other, until it has ended. A server or worker that is away is told, not fatal. */
import type { ReleaseView } from '../../workflows/view.ts';
import { CliError } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { evidenceFeed } from '../live-evidence.ts';
import { readRelease, readWhole } from '../read-release.ts';
import type { Read } from '../read-release.ts';

export type Seen =
  | { readonly view: ReleaseView }
  /** Nobody answers just now. */
  | { readonly away: string };

const everyMs = 500;

/** Ends with the view in which the release is closed, or when `signal` aborts. */
export async function* follow(connected: Connected, id: string, signal: AbortSignal): AsyncGenerator<Seen> {
  const withEvidence = evidenceFeed(connected);
  const read = await readRelease(connected, id);
  const first = { ...read, view: await withEvidence(read.view) };
  yield firstSeen(first);
  if (first.view.phase === 'closed') return;
  while (!signal.aborted) {
    await sleep(everyMs, signal);
    const seen = await look(connected, id, withEvidence);
    yield seen;
    if ('view' in seen && seen.view.phase === 'closed') return;
  }
}

/** A closed release is shown by Temporal's record where no worker is there to tell more. */
const firstSeen = ({ view, lacks }: Read): Seen =>
  lacks === undefined || view.phase === 'closed' ? { view } : { away: lacks };

async function look(
  connected: Connected,
  id: string,
  withEvidence: ReturnType<typeof evidenceFeed>,
): Promise<Seen> {
  try {
    return { view: await withEvidence(await readWhole(connected, id)) };
  } catch (error) {
    if (error instanceof CliError && (error.kind === 'unreachable' || error.kind === 'noWorker')) {
      return { away: error.message };
    }
    throw error;
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
