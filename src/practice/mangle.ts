/** Breaks a reply the way proxies, half-deployed servers and attackers break them; the same seed breaks it the same way. */
import { isRecord } from '../runbook/json.ts';

type Path = readonly (string | number)[];

/** `draw` gives numbers in [0, 1). */
export function mangle(payload: string, draw: () => number): string {
  if (draw() < 0.1) return '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
  if (draw() < 0.1) return payload.slice(0, Math.floor(draw() * payload.length));
  const json = parsed(payload);
  if (json === undefined) return payload.replace(/[0-9]/g, () => pick(['-1', 'NaN', ''], draw));
  return JSON.stringify(spoil(json.value, draw));
}

/** A copy of a JSON value in which one part is gone or something else. */
export const spoil = (value: unknown, draw: () => number): unknown =>
  replaced(value, pick(pathsOf(value), draw), pick(replacements, draw));

/** A generator whose numbers depend on the seed alone (mulberry32). */
export function drawFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Undefined takes the field away. */
const replacements: readonly unknown[] = [
  undefined,
  null,
  '',
  '\u001b[2J\u0000‮',
  '../../../etc/passwd',
  '$(reboot)',
  'x'.repeat(100_000),
  -1,
  1e308,
  true,
  [],
  {},
  [null],
  { __proto__: null, constructor: 'polluted' },
];

function parsed(payload: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(payload) as unknown };
  } catch {
    return undefined;
  }
}

const pathsOf = (value: unknown): Path[] => [
  [],
  ...childrenOf(value).flatMap(([key, child]) => pathsOf(child).map((path) => [key, ...path])),
];

function childrenOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((child: unknown, index) => [index, child]);
  return isRecord(value) ? Object.entries(value) : [];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by ?? null;
  if (Array.isArray(value))
    return value.map((child: unknown, index) => (index === key ? replaced(child, rest, by ?? null) : child));
  if (!isRecord(value)) return value;
  const child = rest.length === 0 ? by : replaced(value[key], rest, by);
  return { ...value, [key]: child };
}

function pick<T>(of: readonly T[], draw: () => number): T {
  const picked = of[Math.floor(draw() * of.length)];
  if (picked === undefined && of.length === 0) throw new Error('There is nothing to pick from.');
  return picked as T;
}
