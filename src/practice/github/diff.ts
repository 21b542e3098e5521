/** What two commits differ in: files, lines, and the patch as GitHub shows it. */
import { contentAt, history } from './git.ts';
import type { Commit, Repository } from './state.ts';

export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly blob: string | null;
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string;
}

export function changedFiles(repository: Repository, base: Commit | undefined, head: Commit): FileChange[] {
  const before = base?.tree ?? {};
  const paths = [...new Set([...Object.keys(before), ...Object.keys(head.tree)])].sort();
  return paths
    .filter((path) => before[path] !== head.tree[path])
    .map((path) => {
      const old = base === undefined ? undefined : contentAt(repository, base, path);
      const now = contentAt(repository, head, path);
      const lines = lineDiff(linesOf(old), linesOf(now));
      return {
        path,
        status: old === undefined ? 'added' : now === undefined ? 'removed' : 'modified',
        blob: head.tree[path] ?? before[path] ?? null,
        additions: lines.filter((line) => line.startsWith('+')).length,
        deletions: lines.filter((line) => line.startsWith('-')).length,
        patch: [`@@ ${range('-', linesOf(old))} ${range('+', linesOf(now))} @@`, ...lines].join('\n'),
      };
    });
}

/** The newest commit that both have. */
export function mergeBase(repository: Repository, base: Commit, head: Commit): Commit | undefined {
  const ofBase = new Set(history(repository, base.sha).map(({ sha }) => sha));
  return history(repository, head.sha).find(({ sha }) => ofBase.has(sha));
}

/** Commits of `head` that `base` lacks, oldest first. */
export function commitsBetween(repository: Repository, base: Commit, head: Commit): Commit[] {
  const known = new Set(history(repository, base.sha).map(({ sha }) => sha));
  return history(repository, head.sha)
    .filter(({ sha }) => !known.has(sha))
    .reverse();
}

const linesOf = (content: string | undefined): string[] =>
  content === undefined || content === '' ? [] : content.replace(/\n$/, '').split('\n');

const range = (sign: string, lines: readonly string[]): string =>
  `${sign}${lines.length === 0 ? 0 : 1},${lines.length}`;

/** Lines with ' ', '-' or '+' before them, by the longest common subsequence. */
function lineDiff(old: readonly string[], now: readonly string[]): string[] {
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    const row = common[i];
    for (let j = now.length - 1; j >= 0 && row !== undefined; j--) {
      row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(` ${old[i++]}`);
      j++;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${old[i++]}`);
    } else {
      lines.push(`+${now[j++]}`);
    }
  }
  return lines;
}
