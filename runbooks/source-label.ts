/** Whether an image was built from the repository that it should be, as its label says. Pure. */

/**
 * The label is an address in whatever form: `https://github.com/team/app`, `git@github.com:team/app.git`, or the path alone. Hosts have
 * several names, and mirrors; it is the path that is compared, whose letters GitHub does not tell by their case.
 */
export function isSource(label: string, repository: string): boolean {
  const path = pathOf(label.trim());
  const wanted = pathOf(repository);
  return path === wanted || path.endsWith(`/${wanted}`);
}

const pathOf = (address: string): string =>
  (URL.canParse(address) && address.includes('://')
    ? new URL(address).pathname
    : address.replace(/^[^/:]+:/, '')
  )
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '')
    .toLowerCase();
