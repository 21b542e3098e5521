/** How migrations hang together: the order in which they run, and what is wrong with their chain. */
import type { Link } from './adapter.ts';

/** Those that come first, first; those that hang on nothing given, by name. */
export function inOrder(links: readonly Link[]): readonly string[] {
  const byName = new Map(links.map((link) => [link.name, link]));
  const done = new Set<string>();
  const order: string[] = [];
  for (const start of [...links].sort((one, other) => one.path.localeCompare(other.path))) {
    // Without recursion: a chain may be long, and one that bites its own tail must end.
    const stack: { link: Link; next: number }[] = [{ link: start, next: 0 }];
    const open = new Set([start.name]);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const before = byName.get(top.link.after[top.next] ?? '');
      top.next += 1;
      if (before !== undefined && !done.has(before.path) && !open.has(before.name)) {
        open.add(before.name);
        stack.push({ link: before, next: 0 });
      } else if (top.next > top.link.after.length) {
        stack.pop();
        if (!done.has(top.link.path)) order.push(top.link.path);
        done.add(top.link.path);
      }
    }
  }
  return order;
}

/** More than one end, in words. */
export function chainProblems(links: readonly Link[], added: ReadonlySet<string>): string[] {
  const parents = new Set(links.flatMap(({ after }) => after));
  const heads = new Map<string, Link[]>();
  for (const link of links)
    if (!parents.has(link.name)) heads.set(link.within, [...(heads.get(link.within) ?? []), link]);
  return [...heads].flatMap(([within, ends]) => {
    if (ends.length < 2 || !ends.some(({ path }) => added.has(path))) return [];
    const names = ends.map(({ name, path }) => `${name} (${path})`).join(', ');
    const whose = within === '' ? 'The migrations' : `The migrations of ${within}`;
    return [
      `${whose} end in ${ends.length} heads: ${names}. Which runs last is open until a merge joins them.`,
    ];
  });
}
