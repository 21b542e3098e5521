/** The colours that views use; `plain` is for pipes, files and tests. */
import picocolors from 'picocolors';

type Tone = (text: string) => string;

export interface Paint {
  readonly bold: Tone;
  readonly dim: Tone;
  readonly red: Tone;
  readonly green: Tone;
  readonly yellow: Tone;
  readonly blue: Tone;
  readonly cyan: Tone;
  readonly magenta: Tone;
}

/** Colours only on a terminal that shows them, and never where NO_COLOR is set. */
export function paintFor(env: NodeJS.ProcessEnv, terminal: { readonly isTTY?: boolean | undefined }): Paint {
  if ((env['NO_COLOR'] ?? '') !== '') return plain;
  if ((env['FORCE_COLOR'] ?? '') !== '') return picocolors.createColors(env['FORCE_COLOR'] !== '0');
  return picocolors.createColors(terminal.isTTY === true && env['TERM'] !== 'dumb');
}

export const plain: Paint = picocolors.createColors(false);
