/** The context of one attempt: clients, abort signal, and a heart that beats by itself. Runs on workers only. */
import { Context } from '@temporalio/activity';
import type { Clients } from './clients.ts';
import type { Json, ReleaseRef, StepContext } from './contract.ts';

/** Four beats in each heartbeat time-out; this often where there is none. */
const usualBeatMs = 500;

export function openContext(
  { key, release }: { readonly key: string; readonly release: ReleaseRef },
  clients: Clients,
): StepContext {
  const activity = Context.current();
  const { cancellationSignal: signal } = activity;
  return {
    key,
    release,
    clients,
    signal,
    heartbeat: startBeating(activity),
    resumed: activity.info.heartbeatDetails as Json | undefined,
    now: () => Date.now(),
    sleep: (ms) => activity.sleep(ms),
  };
}

/** Beats until the attempt ends, with the last details that the step gave. */
function startBeating(activity: Context): (details?: Json) => void {
  if (activity.info.isLocal) return () => undefined;
  let details = activity.info.heartbeatDetails as Json | undefined;
  const beat = () => activity.heartbeat(details);
  const { heartbeatTimeoutMs } = activity.info;
  const timer = setInterval(beat, heartbeatTimeoutMs === undefined ? usualBeatMs : heartbeatTimeoutMs / 4);
  timer.unref();
  beats.set(activity, timer);
  beat();
  return (next) => {
    if (next !== undefined) details = next;
    beat();
  };
}

const beats = new WeakMap<Context, NodeJS.Timeout>();

/** Called when the attempt has ended. */
export function stopBeating(): void {
  clearInterval(beats.get(Context.current()));
}
