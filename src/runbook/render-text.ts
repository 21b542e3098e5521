/** Makes texts from outside fit to be shown: one line, without control characters, and inert in Markdown. */
import { canonicalJson } from './digest.ts';
import type { Json } from './json.ts';

/** Control, direction and line characters become blanks: a version's name must not move the cursor. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** A value as a person reads it: a text as it is, all else as JSON. */
export const valueText = (value: Json): string =>
  oneLine(typeof value === 'string' ? value : canonicalJson(value));

export const markdownText = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]<>#|~&!$]/g, '\\$&');
