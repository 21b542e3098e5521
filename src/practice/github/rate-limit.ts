/** The primary rate limit: so many requests an hour. Kept in memory: a restart is an hour gone by. */

export interface RateLimit {
  use(): void;
  /** `reset` in seconds since the epoch. */
  show(): {
    readonly limit: number;
    readonly remaining: number;
    readonly used: number;
    readonly reset: number;
  };
}

export function openRateLimit(limit: () => number, windowMs: number): RateLimit {
  let used = 0;
  let resetAt = Date.now() + windowMs;
  const roll = (): void => {
    if (Date.now() < resetAt) return;
    used = 0;
    resetAt = Date.now() + windowMs;
  };
  return {
    use() {
      roll();
      used = Math.min(used + 1, limit());
    },
    show() {
      roll();
      return {
        limit: limit(),
        remaining: Math.max(0, limit() - used),
        used,
        reset: Math.ceil(resetAt / 1000),
      };
    },
  };
}
