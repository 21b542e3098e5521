/** The value of Python's string literals. */

const opening = /^([a-zA-Z]{0,2})("""|'''|"|')/;

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

/** What a literal says; undefined for bytes and for escapes by number or name, which nobody needs in SQL or in names. */
export function literalValue(literal: string): string | undefined {
  const [opened = '', prefix = '', quote = ''] = opening.exec(literal) ?? [];
  if (quote === '' || /b/i.test(prefix)) return undefined;
  const content = literal.slice(opened.length, -quote.length);
  return /r/i.test(prefix) ? content : unescaped(content);
}

/** Text with its escapes resolved. */
export function unescaped(content: string): string | undefined {
  let value = '';
  for (let at = 0; at < content.length; at += 1) {
    const char = content[at] ?? '';
    if (char !== '\\') {
      value += char;
      continue;
    }
    at += 1;
    const escaped = escapes[content[at] ?? ''];
    if (escaped === undefined) return undefined;
    value += escaped;
  }
  return value;
}

/** How long the prefix and the opening quotes are, how long the closing ones. */
export function quotesOf(literal: string): { readonly open: number; readonly close: number } {
  const [opened = '', , quote = ''] = opening.exec(literal) ?? [];
  return { open: opened.length, close: quote.length };
}
