/** The Change-Id of a step's change: of its key alone, so that a second push is the same change. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Gerrit wants an I and 40 hexadecimal digits; where they come from is no matter to it. */
export const changeIdOf = (key: string): string =>
  `I${bytesToHex(sha256(utf8ToBytes(`slipway ${key}`))).slice(0, 40)}`;
