/**
 * The practice world: loopback services that speak the real protocols, for the demo, rehearsals and tests.
 * This file is what every practised system is given: durable state, a journal of effects, and faults.
 */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';

/** A JSON document on disk: every `update` is written (atomically, by rename) before it returns. */
export interface Store<T> {
  /** The present state. Treat as read-only. */
  get(): T;
  /** Changes a draft in place; what the function returns is returned. */
  update<R>(change: (draft: T) => R): R;
}

export interface World {
  readonly journal: Journal;
  readonly faults: Faults;
  /** Base URL of the world's server, without a trailing slash. */
  readonly url: string;
  /** Where systems keep what is no JSON document: each below its own name. */
  readonly dir: string;
  /** Opens (or makes, with `initial`) the state of one system. */
  store<T extends object>(name: string, initial: () => T): Store<T>;
  /** How fast the world's machinery (CI runs, roll-outs, syncs) works: 1 is as in life, 0.01 a hundred times faster. */
  readonly pace: number;
}

/** One practised system, mounted under `/<name>` of the world's server (the OCI registry under `/v2`). */
export interface PracticeSystem {
  readonly name: string;
  readonly prefix: string;
  readonly routes: FastifyPluginAsync;
  /** The system's own words for 'slow down': headers, status and body differ from one to the next. */
  rateLimited(reply: FastifyReply, retryAfterSeconds: number): FastifyReply;
  /** Starts controllers and timers that survive a restart by looking at the state. */
  start?(): void | Promise<void>;
  stop?(): Promise<void>;
  /**
   * What is deployed, as a plain comparable value: no times, no counters, no logs. Two equal snapshots mean that
   * a rollback left no trace that matters.
   */
  snapshot(): unknown;
}

export type PracticeSystemFactory = (world: World) => PracticeSystem;
