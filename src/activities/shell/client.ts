/** What `shell.run` needs of the worker it runs on; `src/worker/shell-client.ts` implements it, without any shell. */

/** One program on the worker. It is given these words and these variables, and nothing that the worker itself knows. */
export interface ShellOrder {
  /** The program by its name in the configuration, and its arguments. */
  readonly command: readonly string[];
  /** Absolute; absent: an empty folder that is gone afterwards. */
  readonly directory?: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  /** By variable: the name that the configuration gives a secret. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ShellWork {
  readonly signal: AbortSignal;
  /** The idempotency key, for a program that changes something: it is the variable SLIPWAY_IDEMPOTENCY_KEY. */
  readonly key?: string;
  readonly timeoutMs: number;
  /** Each line that the program says. */
  readonly progress: (line: string) => void;
}

/** Every error is fatal or retryLater; an exit code is an answer. No secret is in what it says. */
export interface ShellClient {
  run(order: ShellOrder, work: ShellWork): Promise<{ readonly code: number; readonly log: string }>;
}
