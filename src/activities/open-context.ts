/** The context of one attempt: clients, abort signal, and a heart that beats by itself. Runs on workers only. */
import { Context } from '@temporalio/activity';
import type { Clients } from './clients.ts';
import type { Json, ReleaseRef, StepContext } from './contract.ts';

/** Where there is no heartbeat time-out. */
const usualBeatMs = 500;

/** Four beats in a short time-out, two in a long one: who has that is a watch, and a worker may have thousands of them. */
export const beatMs = (timeoutMs: number): number => (timeoutMs < 5000 ? timeoutMs / 4 : timeoutMs / 2);

export function openContext(
  {
    key,
    release,
    resumed: taken,
  }: { readonly key: string; readonly release: ReleaseRef; readonly resumed?: Json | undefined },
  clients: Clients,
): StepContext {
  const activity = Context.current();
  const { cancellationSignal: signal } = activity;
  const resumed = (activity.info.heartbeatDetails as Json | undefined) ?? taken;
  return {
    key,
    release,
    clients,
    signal,
    heartbeat: startBeating(activity, resumed),
    resumed,
    now: () => Date.now(),
    sleep: (ms) => activity.sleep(ms),
  };
}

/** Beats until the attempt ends, with the last details that the step gave. */
function startBeating(activity: Context, resumed: Json | undefined): (details?: Json) => void {
  if (activity.info.isLocal) return () => undefined;
  let details = resumed;
  const beat = () => {
    if (details !== undefined) last.set(activity, details);
    activity.heartbeat(details);
  };
  const { heartbeatTimeoutMs } = activity.info;
  const timer = setInterval(
    beat,
    heartbeatTimeoutMs === undefined ? usualBeatMs : beatMs(heartbeatTimeoutMs),
  );
  timer.unref();
  beats.set(activity, timer);
  beat();
  return (next) => {
    if (next !== undefined) details = next;
    beat();
  };
}

const beats = new WeakMap<Context, NodeJS.Timeout>();
const last = new WeakMap<Context, Json>();

/** What the attempt's heart has told last: whoever takes over goes on from there. */
export const lastBeat = (): Json | undefined => last.get(Context.current());

/** Called when the attempt has ended. */
export function stopBeating(): void {
  clearInterval(beats.get(Context.current()));
}
