/** What the steps need of the program that builds and runs images; `src/worker/images` implements it. */

/** How an image is built: from a clean checkout of exactly this commit, and nothing else. */
export interface BuildOrder {
  /** The repository on the environment's git server. */
  readonly source: string;
  readonly commit: string;
  /** The folder that is built from, below the checkout's root, and the file that says how. */
  readonly context: string;
  readonly file: string;
  /** The stage to build; absent: the last. */
  readonly target?: string | undefined;
  readonly args: Readonly<Record<string, string>>;
}

export interface PublishOrder extends BuildOrder {
  readonly repository: string;
  readonly tag: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** How an image is tried: as it is, until it answers; or by a command in it, until that has ended. */
export type RunOrder = {
  readonly repository: string;
  readonly digest: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
} & (
  | { readonly type: 'command'; readonly command: readonly string[] }
  | {
      readonly type: 'http';
      /** The variable that tells the program on which port it shall listen. */
      readonly portVariable: string;
      /** The variable that tells it on which address; absent: it listens on those that the tool needs by itself. */
      readonly hostVariable?: string | undefined;
      readonly path: string;
      readonly status: number;
      readonly contains?: string | undefined;
    }
);

export interface BuildWork {
  readonly signal: AbortSignal;
  /** Each line that the program says. */
  progress(line: string): void;
}

/** What is asked of the program: to build a stage and keep its files at most, to build an image, to run one. */
export type ImageTask = 'stage' | 'image' | 'run';

/** What may go wrong on this worker though the program is there. */
export interface Shortcoming {
  readonly says: string;
  readonly remedy: string;
}

/** Each of these runs to its end, in a place of its own that is gone afterwards. Errors are fatal or retryLater. */
export interface ImageBuilder {
  /** Which program does that here, with its version; a fatal error says why none does. */
  tool(task: ImageTask, signal: AbortSignal): Promise<string>;
  /** What may go wrong with it, as far as the worker can tell beforehand. */
  shortcomings(signal: AbortSignal): Promise<readonly Shortcoming[]>;
  /** Builds a stage and keeps nothing of it; the last lines of what was said. */
  tryStage(order: BuildOrder, work: BuildWork): Promise<string>;
  /** Builds a stage and puts its files into a folder of the worker’s. */
  unpackStage(order: BuildOrder, folder: string, work: BuildWork): Promise<void>;
  /** Builds the image and pushes it; its digest. `key` goes out as `Idempotency-Key` with the tag. */
  publish(order: PublishOrder, work: BuildWork & { readonly key: string }): Promise<string>;
  /** Runs the image; the last lines of what it said. */
  run(order: RunOrder, work: BuildWork): Promise<string>;
}
