/** What a practised host is, when it begins. */

export interface UnitSeed {
  /** The service’s name, as systemd has it. */
  readonly name: string;
  /** Where it works: a checkout, below the host’s root. */
  readonly directory: string;
  /** The program and its arguments; `node` is the one that the world runs with. */
  readonly command: readonly string[];
}

export interface HostSeed {
  /** As SSH knows it. */
  readonly name: string;
  /** Its own loopback address: hosts share a machine, not a port. */
  readonly address: string;
  readonly units: readonly UnitSeed[];
  /** Makes its files ready, once: given its root. */
  prepare?(root: string): void;
}

export const keyVariable = 'SLIPWAY_IDEMPOTENCY_KEY';
