/** What a promotion or a rollback is given while it is planned: what runs, and what is to run. */
import type { Course, Fact, PlanNode } from './plan.ts';
import type { Problem } from './problem.ts';

/** A service, as the ledger of an environment has it. */
export interface Ran {
  readonly service: string;
  readonly version: string;
  readonly digest?: string | undefined;
  readonly commit?: string | undefined;
  readonly repository?: string | undefined;
  /** Of the manifests it was deployed from. */
  readonly revision?: string | undefined;
}

/** The release takes exactly what runs in the environment before. */
export interface Promotion {
  readonly type: 'promotion';
  readonly from: string;
  readonly services: readonly Ran[];
}

/** The release brings back what ran before. */
export interface Rollback {
  readonly type: 'rollback';
  /** What is to run again. */
  readonly services: readonly Ran[];
  /** What runs now. */
  readonly replaces: readonly Ran[];
  /** Migrations that a person has acknowledged, by name: older code may break on what they did. */
  readonly acknowledged: readonly string[];
}

/** What becomes of a plan's root once it is known. */
export interface Sealed {
  readonly root: PlanNode;
  readonly course: Course;
  readonly facts: readonly Fact[];
  readonly warnings: readonly string[];
  readonly problems: readonly Problem[];
}

/** Whence a release's version comes. `src/worker` makes it from the ledgers. */
export interface Sailing {
  /** What the plan function is told; absent: an ordinary start. */
  readonly given?: Promotion | Rollback | undefined;
  /** Holds what the plan would bring against the ledgers. All that is missing comes at once. */
  seal(root: PlanNode): Sealed;
}
