/** What all plots share: size, axes with ticks, curves, and marks of what happened meanwhile. SVG, pure. */
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { timeScale } from './scale.ts';
import type { Range, Scale } from './scale.ts';

/** One unit is a pixel on a phone; wider screens enlarge all of it. */
const size = { width: 360, height: 220 };
const edge = { left: 52, right: 12, top: 22, bottom: 24 };

export const acrossRange: Range = [edge.left, size.width - edge.right];
/** Upwards. */
export const upRange: Range = [size.height - edge.bottom, edge.top];

/** Something of the release's audit, by its number there. */
export interface Happening {
  readonly number: number;
  /** Seconds since the epoch. */
  readonly t: number;
}

export interface PlotParts {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** For whoever can't see it. */
  readonly says: string;
  readonly across: Scale;
  readonly up: Scale;
  readonly happenings: readonly Happening[];
  readonly inside: readonly Markup[];
}

export function plot({ id, title, says, across, up, happenings, inside }: PlotParts): Markup {
  return markup`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${says}</desc>
${up.ticks.map(({ place, says: label }) => markup`<line class="grid" x1="${acrossRange[0]}" x2="${acrossRange[1]}" y1="${round(place)}" y2="${round(place)}"/><text class="tick" x="${edge.left - 6}" y="${round(place + 4)}" text-anchor="end">${label}</text>`)}
${across.ticks.map(({ place, says: label }) => markup`<line class="axis" x1="${round(place)}" x2="${round(place)}" y1="${upRange[0]}" y2="${upRange[0] + 4}"/><text class="tick" x="${round(place)}" y="${upRange[0] + 17}" text-anchor="${anchorAt(place)}">${label}</text>`)}
<line class="axis" x1="${acrossRange[0]}" x2="${acrossRange[1]}" y1="${upRange[0]}" y2="${upRange[0]}"/>
${marks(happenings, across)}${inside}</svg>`;
}

/** Labels at the ends stay inside. */
function anchorAt(place: number): string {
  if (place > size.width - 40) return 'end';
  return place < edge.left + 10 ? 'start' : 'middle';
}

/** Over the time of a series; a single point stands at the end of one second. */
export const acrossTime = (times: readonly number[]): Scale => {
  const last = times.at(-1) ?? 0;
  return timeScale(Math.min(times[0] ?? 0, last - 1), last, acrossRange);
};

/** A curve, with gaps where there is no value. A value alone between gaps is a dot. */
export function curve(
  kind: string,
  points: readonly (readonly [x: number, y: number] | undefined)[],
): Markup {
  const path = points.map((point, index) => {
    if (point === undefined) return '';
    const [x, y] = point.map(round);
    if (points[index - 1] !== undefined) return `L${x} ${y}`;
    return points[index + 1] === undefined ? `M${x} ${y}h0` : `M${x} ${y}`;
  });
  return markup`<path class="curve ${kind}" d="${path.join('')}"/>`;
}

export const round = (value: number): number => Math.round(value * 10) / 10;

/** Nearer than this their numbers would overlap. */
const apart = 24;

function marks(happenings: readonly Happening[], across: Scale): Markup[] {
  const groups: { readonly x: number; readonly numbers: number[] }[] = [];
  for (const { t, number } of happenings) {
    const x = round(across.place(t));
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < apart) last.numbers.push(number);
    else groups.push({ x, numbers: [number] });
  }
  return groups.map(
    ({ x, numbers }) =>
      markup`<line class="mark" x1="${x}" x2="${x}" y1="${upRange[1] - 4}" y2="${upRange[0]}"/><text class="mark" x="${x}" y="${upRange[1] - 8}" text-anchor="${anchorAt(x)}">${span(numbers)}</text>`,
  );
}

function span(numbers: readonly number[]): string {
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  return first === last ? `${first}` : `${first}–${last}`;
}
