/** Makes strings from elsewhere safe to print: what could steer a terminal or reorder text is taken out. */
/* eslint-disable no-control-regex -- control characters are what must not get through */

/** C0 and C1 controls but for tab and newline, and the marks that reorder or hide text. */
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** ANSI sequences are taken out whole, so that no `[31m` remains of them. */
const sequences =
  /[\u001b\u009b](?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[0-?]*[ -/]*[@-~])/g;

export const cleanText = (text: string): string => text.replace(sequences, '').replace(unsafe, '');

/** One line: newlines and tabs become spaces. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

/** Every string in a value, keys included. The shape stays, so the type does. */
export function cleaned<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), clean(item)]));
}
