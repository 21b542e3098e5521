/** `npm run docs`: writes the generated pages of docs/ and removes those of kinds that are gone. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedPages } from './docs/pages.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const pages = generatedPages();

mkdirSync(join(docs, 'steps'), { recursive: true });
for (const name of readdirSync(join(docs, 'steps'))) {
  if (!pages.has(`steps/${name}`)) rmSync(join(docs, 'steps', name));
}
for (const [path, content] of pages) {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), content);
}
process.stdout.write(`${pages.size} pages written to docs/\n`);
