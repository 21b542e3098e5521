/** What the steps need of remote hosts; `src/worker/ssh` implements it with OpenSSH itself. */

/** One command on one host. It arrives there word for word, whatever is in the words. */
export interface RemoteOrder {
  /** As the worker's SSH configuration or the DNS knows it. */
  readonly host: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** What the command reads; absent: nothing. */
  readonly stdin?: string;
}

export interface RemoteWork {
  readonly signal: AbortSignal;
  /** The idempotency key, for a command that changes something: goes out as the variable SLIPWAY_IDEMPOTENCY_KEY. */
  readonly key?: string;
  /** Milliseconds the command may take. Default 60 s. */
  readonly timeoutMs?: number;
  /** Each line that the command says. */
  readonly progress?: (line: string) => void;
}

export interface RemoteAnswer {
  readonly code: number;
  readonly stdout: string;
  /** Both outputs in the order of their coming, the last of it. */
  readonly log: string;
}

/** Every error is fatal or retryLater; an exit code is an answer, but for 255, which SSH keeps for itself. */
export interface SshClient {
  run(order: RemoteOrder, work: RemoteWork): Promise<RemoteAnswer>;
}
