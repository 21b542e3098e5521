/** `watch` at a terminal: a picture redrawn in place, and keys that answer. */
import type { ReleaseView } from '../../workflows/view.ts';
import type { Connected } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { releaseLines } from '../views/release.ts';
import { act } from './act.ts';
import { endOf } from './end-of.ts';
import { follow } from './follow.ts';
import { frame } from './frame.ts';
import { actionOf, keyLine } from './keys.ts';
import { Screen } from './screen.ts';

/** Clocks move between two looks at the release. */
const redrawMs = 250;
const saysMs = 8000;

export async function watchLive(
  terminal: Terminal,
  connected: Connected,
  id: string,
  by: string,
): Promise<ExitCode> {
  const screen = new Screen(terminal.stdout);
  const quit = new AbortController();
  let view: ReleaseView | undefined;
  let says: { readonly text: string; readonly until: number } | undefined;
  let busy: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const draw = (): void => {
    if (busy !== undefined) return;
    const now = Date.now();
    if (says !== undefined && says.until < now) says = undefined;
    if (view === undefined) return screen.draw([says?.text ?? `Looking at ${id} …`]);
    const { columns = 80, rows = 24 } = terminal.stdout;
    screen.draw(
      frame({
        view,
        now,
        size: { columns, rows },
        paint: terminal.paint,
        keys: keyLine(view),
        says: says?.text,
        as: by,
      }),
    );
  };
  const onKey = (chunk: Buffer | string): void => {
    const action = actionOf(String(chunk), view);
    if (action === undefined || busy !== undefined) return;
    if (action === 'quit') return quit.abort();
    if (view === undefined) return;
    const seen = view;
    screen.clear();
    listen(terminal, 'no', onKey);
    busy = act({ terminal, connected, by }, seen, action)
      .then((text) => void (says = { text, until: Date.now() + saysMs }))
      .catch((error: unknown) => {
        failure = { error };
        quit.abort();
      })
      .finally(() => {
        busy = undefined;
        listen(terminal, 'yes', onKey);
        draw();
      });
  };

  listen(terminal, 'yes', onKey);
  const redraw = setInterval(draw, redrawMs);
  try {
    for await (const seen of follow(connected, id, quit.signal)) {
      if ('view' in seen) view = seen.view;
      else says = { text: seen.away, until: Date.now() + saysMs };
      draw();
    }
    // A question that is still open is answered first.
    await busy;
    if (failure !== undefined) throw failure.error;
  } finally {
    clearInterval(redraw);
    listen(terminal, 'no', onKey);
    terminal.stdin.pause();
    screen.clear();
  }
  return end(terminal, view, quit.signal.aborted);
}

/** The last picture stays in the scroll-back, whole this time. */
function end(terminal: Terminal, view: ReleaseView | undefined, left: boolean): ExitCode {
  if (view === undefined) return left ? exitCodes.ok : exitCodes.noWorker;
  const shown = { ...view, audit: [], undo: [] };
  const lines = view.phase === 'closed' ? releaseLines(shown, Date.now(), terminal.paint) : [];
  for (const line of lines) terminal.print(line);
  if (view.phase !== 'closed') terminal.print(`${view.id} goes on: it is ${view.phase}.`);
  return endOf(view);
}

function listen({ stdin }: Terminal, whether: 'yes' | 'no', onKey: (chunk: Buffer | string) => void): void {
  stdin.off('data', onKey);
  stdin.setRawMode?.(whether === 'yes');
  if (whether === 'no') return;
  stdin.on('data', onKey);
  stdin.resume();
}
