/** Times of a report: in UTC, since it is read in more than one place. Pure. */
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** `2026-03-01 12:00:07 UTC`; what is no time stays what it is. */
export function showUtc(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export const time = (iso: string): Markup => markup`<time datetime="${iso}">${showUtc(iso)}</time>`;
