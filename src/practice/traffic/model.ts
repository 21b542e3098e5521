/** The world's users: what share of each service's requests meets which version, and how that version behaves. */

/** Which version answers which share of a service's requests now; a canary and the stable version share them. */
export interface LiveVersion {
  readonly service: string;
  readonly version: string;
  /** 0 to 1. */
  readonly share: number;
  /** More labels of its series: `{ environment: 'prod', track: 'canary' }`. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How a version behaves under traffic. */
export interface Behaviour {
  /** Share of requests that are answered with 500. */
  readonly errorRate: number;
  /** Mean seconds a request takes. */
  readonly latencySeconds: number;
  /** What the version throws, as the error tracker will show it. */
  readonly exception?: { readonly type: string; readonly value: string; readonly culprit: string };
}

export interface TrafficOptions {
  /** Requests a second of each service, over all versions. */
  readonly services: Readonly<Record<string, { readonly requestsPerSecond: number } & Behaviour>>;
  /** Supplied by the seed: it looks at what is rolled out. */
  readonly liveVersions: () => readonly LiveVersion[];
  /** Versions that behave differently, `<service>@<version>`. */
  readonly versions?: Readonly<Record<string, Partial<Behaviour>>>;
}

/** One version under its share of the traffic, at one time. */
export interface Load extends Behaviour {
  readonly service: string;
  readonly version: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requestsPerSecond: number;
}

export interface Traffic {
  /** What runs now, under which load. */
  loads(): readonly Load[];
  /** From now on a version errs or is slow; kept over restarts. */
  behave(service: string, version: string, behaviour: Partial<Behaviour>): void;
}
