/** How much a release may hold: far from the 2 MB that Temporal takes of one payload, for all of it is carried on. Pure. */

/** Bytes of JSON. A plan has its own limits: 500 nodes and 256 KB, at planning. */
export const held = {
  /** The output of one step. */
  output: 64 * 1024,
  /** All outputs of a release and what its undo needs to know. */
  outputs: 512 * 1024,
  /** Who said what and when. */
  audit: 512 * 1024,
} as const;

/** As UTF-8; what is not there takes nothing. */
export const bytesOf = (value: unknown): number =>
  value === undefined ? 0 : utf8Length(JSON.stringify(value));

/** Workflow code has no encoder. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

export const inKb = (bytes: number): string => `${Math.ceil(bytes / 1024)} KB`;
