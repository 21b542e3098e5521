/** Durations and times as people read them. */

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** The two largest units: `2d 3h`, `4m 12s`, `0s`. */
export function showDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0 || (parts.length > 0 && parts.length < 2)) parts.push(`${count}${unit}`);
    if (parts.length === 2) break;
  }
  if (parts.length === 0) return '0s';
  return parts.filter((part, index) => index === 0 || !part.startsWith('0')).join(' ');
}

/** Between two ISO times; the second defaults to `now`. */
export const showSpan = (from: string, now: number, to?: string): string =>
  showDuration((to === undefined ? now : Date.parse(to)) - Date.parse(from));

/** `14:03:07`, with the date in front of it if that isn't today's. Local time. */
export function showTime(iso: string, now: number): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
  if (time.toDateString() === new Date(now).toDateString()) return clock;
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())} ${clock}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
