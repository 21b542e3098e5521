/** Draws lines over the ones drawn before, so that the terminal's scroll-back stays whole. */
import type { Output } from '../terminal.ts';

const up = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : '');
const clearBelow = '\r\u001b[J';
/** The rest of the line that was there before. Clearing all first would flicker. */
const clearRest = '\u001b[K';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

export class Screen {
  #drawn = 0;
  #picture = '';
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  draw(lines: readonly string[]): void {
    const picture = lines.map((line) => `${line}${clearRest}\n`).join('');
    if (picture === this.#picture) return;
    this.#out.write(`${hideCursor}${up(this.#drawn)}\r${picture}${clearBelow}`);
    this.#drawn = lines.length;
    this.#picture = picture;
  }

  /** Takes the picture away and gives the cursor back: for questions, and at the end. */
  clear(): void {
    this.#out.write(`${up(this.#drawn)}${clearBelow}${showCursor}`);
    this.#drawn = 0;
    this.#picture = '';
  }
}
