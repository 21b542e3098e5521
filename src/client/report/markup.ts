/** HTML and SVG by template: whatever is put in is escaped, unless it is markup of our own. Pure. */

export class Markup {
  constructor(readonly text: string) {}
}

export type Piece = string | number | Markup | undefined | readonly Piece[];

export const markup = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(
    parts.reduce((text, part, index) => `${text}${index === 0 ? '' : shown(pieces[index - 1])}${part}`, ''),
  );

function shown(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(shown).join('');
  return escaped(String(piece));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

const escaped = (text: string): string => text.replace(/[&<>"'`]/g, (letter) => entities[letter] ?? '');
