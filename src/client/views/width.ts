/** Text measured in terminal cells: colours take none, wide characters take two. */
import { stripVTControlCharacters } from 'node:util';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

const cells = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1);

export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (/^[\u0020-\u007e]*$/.test(plain)) return plain.length;
  return [...segmenter.segment(plain)].reduce((sum, { segment }) => sum + cells(segment), 0);
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

// eslint-disable-next-line no-control-regex -- our own colours, which must be kept whole
const colour = /\u001b\[[0-9;]*m/;

/** Cuts to `width` cells with an ellipsis; colours that were begun are ended. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  let used = 0;
  let coloured = false;
  let out = '';
  for (const part of text.split(new RegExp(`(${colour.source})`))) {
    if (colour.test(part)) {
      out += part;
      coloured = true;
      continue;
    }
    for (const { segment } of segmenter.segment(part)) {
      if (used + cells(segment) > width - 1) return `${out}…${coloured ? '\u001b[0m' : ''}`;
      used += cells(segment);
      out += segment;
    }
  }
  return out;
}

/** Breaks a paragraph at spaces into lines of at most `width` cells. Newlines in it stay. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(10, width)));
}

/** As `wrap`, with what an indented line is continued in standing as deep as it does. */
export function wrapIndented(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return wrap(line.slice(indent.length), width - indent.length).map((part) => indent + part);
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const next = current === '' ? word : `${current} ${word}`;
    if (widthOf(next) <= width || current === '') {
      current = next;
      continue;
    }
    lines.push(current);
    current = word;
  }
  return [...lines, current];
}
