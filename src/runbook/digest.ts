/** The digest that people approve: SHA-256 over the plan's canonical JSON (RFC 8785). */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Json } from './json.ts';
import type { Plan } from './plan.ts';

/** The package's types name a `default` below the one it exports. */
const serialize = canonicalize as unknown as typeof canonicalize.default;

/** Keys in order, no white space; fields that are `undefined` don't exist. */
export function canonicalJson(value: Json | Plan): string {
  const text = serialize(value);
  if (text === undefined) throw new TypeError('this value has no JSON form');
  return text;
}

/** `sha256:` and 64 hexadecimal digits. Depends on no key order and leaves nothing out. */
export const digestOf = (value: Json | Plan): string =>
  `sha256:${bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))}`;
