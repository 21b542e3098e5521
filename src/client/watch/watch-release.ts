/** Follows a release to its end: live at a terminal, a line a change elsewhere, an object a line with `--json`. */
import type { ReleaseView } from '../../workflows/view.ts';
import type { Connected } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { OutputOptions } from '../options.ts';
import { jsonText } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import { changeLine, changesBetween } from '../views/changes.ts';
import { endOf } from './end-of.ts';
import { follow } from './follow.ts';
import { watchLive } from './live.ts';

export async function watchRelease(
  terminal: Terminal,
  connected: Connected,
  id: string,
  by: string,
  { json }: OutputOptions,
): Promise<ExitCode> {
  if (json === true) return watchByLine(terminal, connected, id, (_, view) => [jsonText(view)]);
  if (terminal.interactive) return watchLive(terminal, connected, id, by);
  return watchByLine(terminal, connected, id, (before, view) => {
    const now = Date.now();
    return changesBetween(before, view, now).map((change) => changeLine(change, now));
  });
}

type Tell = (before: ReleaseView | undefined, view: ReleaseView) => readonly string[];

async function watchByLine(
  terminal: Terminal,
  connected: Connected,
  id: string,
  tell: Tell,
): Promise<ExitCode> {
  let last: ReleaseView | undefined;
  let lastText = '';
  let away = false;
  for await (const seen of follow(connected, id, new AbortController().signal)) {
    if ('away' in seen) {
      if (!away) terminal.note(seen.away);
      away = true;
      continue;
    }
    away = false;
    const text = jsonText(seen.view);
    if (text === lastText) continue;
    for (const line of tell(last, seen.view)) terminal.print(line);
    last = seen.view;
    lastText = text;
  }
  return last === undefined ? exitCodes.noWorker : endOf(last);
}
