/** Thrown when the person at the terminal leaves a release that goes on. */
export class Left extends Error {
  override readonly name = 'Left';
}
