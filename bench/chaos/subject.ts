/** What is put to the test: a shipped runbook, the practice world it works in, and its releases with their answers. */
import type { Deployment } from '../../src/environment/deployment.ts';
import type { Json } from '../../src/runbook/json.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import type { Outcome } from '../../src/workflows/view.ts';
import type { WorldApi } from './world-api.ts';

/** Another release, which has the environment when a voyage asks for it. */
export interface Rival {
  readonly runbook: string;
  readonly version: string;
  readonly startedBy: string;
  readonly input: Readonly<Record<string, Json>>;
  /** Its gate: there it stays until the voyage waits in the queue. */
  readonly gate: string;
  /** How the environment is handed over: somebody lets it go on to its end, or terminates it. */
  readonly ends: 'approved' | 'terminated';
}

/** One whole release, from the same start each time. */
export interface Voyage {
  /** `stage`, `stage-rejected`. */
  readonly name: string;
  readonly environment: string;
  /** What is released; asked of its new world where commits are released. */
  readonly version: string | ((world: WorldApi) => Promise<string>);
  readonly startedBy: string;
  /** Its environment and its version come to it. */
  readonly input: Readonly<Record<string, Json>>;
  /** The voyage whose world it begins with; absent: a new world. */
  readonly after?: string;
  /** A gate that is answered with no: the release is rolled back from there. */
  readonly reject?: string;
  readonly rival?: Rival;
  /** It brings back what ran before; absent: an ordinary release. */
  readonly course?: NonNullable<StartRelease['course']>;
  /** What its environment has on record when it begins, oldest first, and nothing else; absent: what was left there. */
  readonly ledger?: (world: WorldApi) => Promise<readonly Deployment[]>;
  /** How it ends where nothing is killed. */
  readonly outcome: Outcome;
}

export interface Subject {
  /** The runbook's name. */
  readonly name: string;
  /** The practice world's, as `src/practice/worlds.ts` has it. */
  readonly world: string;
  /** Its configuration, from the repository's root. */
  readonly config: string;
  /** `no`: its world holds addresses and paths of the lane that made it, and is put to the test there. */
  readonly moves: 'freely' | 'no';
  readonly voyages: readonly Voyage[];
}

export interface Leg {
  readonly subject: Subject;
  readonly voyage: Voyage;
}

/** With its version and its ledger, as its new world has them. */
export interface Bound extends Leg {
  readonly version: string;
  readonly ledger: readonly Deployment[] | undefined;
}

/** `balrog/stage`. */
export const legName = ({ subject, voyage }: Leg): string => `${subject.name}/${voyage.name}`;

export const legsOf = (subjects: readonly Subject[]): Leg[] =>
  subjects.flatMap((subject) => subject.voyages.map((voyage) => ({ subject, voyage })));
