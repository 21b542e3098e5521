/** Ids that builders give nodes when the author gives none. */

/** `Deploy the UI (stage)` -> `deploy-the-ui-stage`. */
export function slug(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  if (plain === '')
    throw new TypeError(`no id can be made of the title ${JSON.stringify(title)}: give an id in the options`);
  return plain;
}

/** The action's name in lower case with dashes: `github.createRelease` -> `create-release`. */
export const actionSlug = (kind: string): string =>
  kind.slice(kind.indexOf('.') + 1).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
