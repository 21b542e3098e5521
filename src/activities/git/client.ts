/** What the git steps need of a git server; `src/worker/git` implements it with git itself. */

import type { BuildOrder } from '../oci/builder.ts';

/** Moves one ref. `null` stands for none: it is made where `from` is null, deleted where `to` is. */
export interface RefUpdate {
  /** In full: `refs/heads/release`. */
  readonly ref: string;
  /** The object where it must be now: the update is refused if it is anywhere else (`--force-with-lease`). */
  readonly from: string | null;
  readonly to: string | null;
}

/** What a ref is at: an annotated tag is an object of its own, which stands for a commit. */
export interface RefValue {
  readonly object: string;
  readonly commit: string;
}

export interface CommitSummary {
  readonly sha: string;
  readonly author: string;
  readonly subject: string;
}

/** A commit on top of a branch, pushed as a branch of its own. */
interface NewCommit {
  readonly branch: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** The branch that it is pushed as; there must be none yet. */
  readonly onto: string;
}

/** A submodule at another commit and, if asked for, a folder with what a build gives. */
export interface SubmoduleCommit extends NewCommit {
  readonly submodule: { readonly path: string; readonly commit: string };
  /** Its whole content becomes that of `from` in the build. */
  readonly folder?: { readonly path: string; readonly from: string; readonly build: BuildOrder } | undefined;
}

/** A file with one line replaced, which must stand in it exactly once. */
export interface LineCommit extends NewCommit {
  readonly path: string;
  readonly line: string;
  readonly by: string;
}

/** A commit for review, as Gerrit takes it. */
export interface ReviewPush {
  readonly commit: string;
  readonly branch: string;
  /** Stands in its message; the commit is otherwise as it was. */
  readonly changeId: string;
}

interface Asked {
  readonly signal: AbortSignal;
}

/**
 * Repositories are paths below the server's address: `kaathewise/birthday-app`. Every error is fatal or retryLater; names that
 * could be taken for options or lead elsewhere are refused before git sees them.
 */
export interface GitClient {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Branches and tags by full ref. One request, nothing is fetched. */
  refs(repository: string, asked: Asked): Promise<ReadonlyMap<string, RefValue>>;
  /** The commit that a branch, a tag, a commit or the beginning of one names, if a branch or a tag holds it. */
  resolve(repository: string, name: string, asked: Asked): Promise<CommitSummary | undefined>;
  /** Whether `ancestor` is `descendant` or in its history. */
  isAncestor(
    repository: string,
    commits: { readonly ancestor: string; readonly descendant: string },
    asked: Asked,
  ): Promise<boolean>;
  /** What `to` has that `from` has not, newest first. */
  between(
    repository: string,
    commits: { readonly from: string; readonly to: string; readonly most: number },
    asked: Asked,
  ): Promise<readonly CommitSummary[]>;
  /** The text of a file at the tip of a branch; undefined: there is none, or it is no text. */
  readFile(
    repository: string,
    file: { readonly branch: string; readonly path: string },
    asked: Asked,
  ): Promise<string | undefined>;
  /** Makes the commit and pushes it; its hash. */
  commitLine(
    repository: string,
    commit: LineCommit,
    asked: Asked & { readonly key: string },
  ): Promise<string>;
  /** Makes the commit and pushes it; its hash. */
  commitSubmodule(
    repository: string,
    commit: SubmoduleCommit,
    asked: Asked & { readonly key: string; progress(line: string): void },
  ): Promise<string>;
  /** Pushes to refs/for; the hash of the commit with the Change-Id in it. */
  pushForReview(
    repository: string,
    push: ReviewPush,
    asked: Asked & { readonly key: string },
  ): Promise<string>;
  /** One push of one ref. `key` goes out as `Idempotency-Key`. */
  push(repository: string, update: RefUpdate, asked: Asked & { readonly key: string }): Promise<void>;
}
