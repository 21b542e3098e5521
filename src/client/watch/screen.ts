/** Draws lines over the ones drawn before, so that the terminal's scroll-back stays whole. */
import type { Output } from '../terminal.ts';

const up = (lines: number): string => (lines > 0 ? `\u001b[${lines}A` : '');
const clearBelow = '\r\u001b[J';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

export class Screen {
  #drawn = 0;
  readonly #out: Output;

  constructor(out: Output) {
    this.#out = out;
  }

  draw(lines: readonly string[]): void {
    this.#out.write(
      `${hideCursor}${up(this.#drawn)}${clearBelow}${lines.map((line) => `${line}\n`).join('')}`,
    );
    this.#drawn = lines.length;
  }

  /** Takes the picture away and gives the cursor back: for questions, and at the end. */
  clear(): void {
    this.#out.write(`${up(this.#drawn)}${clearBelow}${showCursor}`);
    this.#drawn = 0;
  }

  /** Leaves the last picture standing. */
  end(): void {
    this.#out.write(showCursor);
    this.#drawn = 0;
  }
}
