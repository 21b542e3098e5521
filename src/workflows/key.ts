/** The idempotency key of one round of a node: stable over retries, resets and continue-as-new. Pure. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export const keyOf = (firstRunId: string, node: string, round: number): string =>
  `sw-${bytesToHex(sha256(utf8ToBytes(`${firstRunId}/${node}/${round}`))).slice(0, 32)}`;
