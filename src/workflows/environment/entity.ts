/** One environment as it runs: its state, and the few primitives that its parts are written with. */
import {
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  patched,
  setCurrentDetails,
  upsertMemo,
} from '@temporalio/workflow';
import { everywhere, leaseSignal, rulesMemo } from '../../environment/messages.ts';
import type { LeaseNews, Leave } from '../../environment/messages.ts';
import type { EnvironmentAudit, EnvironmentRules } from '../../environment/view.ts';
import { tellEnvironments, watchHolder } from './activities.ts';
import { details } from './details.ts';
import { inLine, newsOf, waitingBeside } from './queue.ts';
import { most } from './state.ts';
import type { Asking, EnvironmentState } from './state.ts';
import { now } from '../now.ts';

type End = NonNullable<Leave['ended']>;

/** So many of the queue are told when their place changes; the others when they come that far. */
const told = 10;

export class Environment {
  /** Something happened that may let somebody in. */
  dirty = true;
  /** It continues as new as soon as it is quiet. */
  leaving = false;
  /** Requests that wait for their first answer: the answer tells them, no signal. */
  readonly answering = new Set<Asking>();
  #watching: CancellationScope | undefined;
  #sending = 0;

  constructor(readonly state: EnvironmentState) {}

  audit(entry: Omit<EnvironmentAudit, 'at'>): void {
    this.state.audit = [...this.state.audit, { at: now(), ...entry }].slice(-most.audit);
    log.info(entry.says, { by: entry.by, what: entry.what });
    this.publish();
  }

  publish(): void {
    const { name, freezes, holds } = this.state;
    if (name === everywhere) upsertMemo({ [rulesMemo]: { name, freezes, holds } satisfies EnvironmentRules });
    setCurrentDetails(details(this.state));
  }

  grant(asking: Asking): void {
    const { state } = this;
    state.queue = state.queue.filter((one) => one !== asking);
    state.holder = asking;
    asking.since = now();
    const { release, urgent, exempt, closed } = asking;
    const why = [
      ...(urgent === undefined ? [] : [`urgent: ${urgent.reason}`]),
      ...(closed === undefined || exempt === undefined ? [] : [`exempt by ${exempt.by}: ${exempt.reason}`]),
    ];
    this.audit({
      by: release.startedBy,
      what: 'granted',
      says: `${release.id} holds ${state.name}${why.length === 0 ? '' : ` (${why.join('; ')})`}`,
    });
    asking.closed = undefined;
    this.watch();
    this.tell(asking);
  }

  /** Lets a release in beside the holder, which it is within. */
  letBeside(asking: Asking): void {
    Object.assign(asking, { beside: 'in', since: now(), closed: undefined });
    const { id } = asking.release;
    const under = this.state.holder?.release.id ?? 'nobody';
    const says = `${id} goes into ${this.state.name} within ${under}`;
    this.audit({ by: asking.release.startedBy, what: 'granted', says });
    this.tell(asking);
  }

  /** Notices that the holder has closed, was terminated or deleted: a lease is never left behind. */
  watch(): void {
    const { holder } = this.state;
    if (holder === undefined) return;
    const scope = new CancellationScope();
    this.#watching = scope;
    scope
      .run(() => watchHolder({ release: holder.release.id, runId: holder.runId }))
      .then(
        (ended) => {
          // One that came to its own end says itself how: see `leave`.
          if (ended !== 'completed') this.noteEnd(holder, { outcome: ended, gates: [] });
          this.free(holder, `it has ended: ${ended}`);
        },
        (error: unknown) => {
          if (!isCancellation(error) && this.state.holder === holder) this.watch();
        },
      );
  }

  /** How a release ended that had the environment: what follows it may be held against that. */
  noteEnd(asking: Asking, end: End): void {
    const { state } = this;
    const had = asking === state.holder || asking.beside === 'in';
    if (!had || asking.release.environment !== state.name) return;
    const { id: release } = asking.release;
    state.ended = [...(state.ended ?? []), { release, at: now(), ...end }].slice(-most.ended);
  }

  /** Takes the lease, or the place in the queue, from a release. */
  free(asking: Asking, why: string): void {
    const { state } = this;
    if (state.holder === asking) {
      state.holder = undefined;
      this.#watching?.cancel();
      this.#queueBeside();
      this.#inherit();
    } else if (state.beside?.includes(asking) === true) {
      state.beside = state.beside.filter((one) => one !== asking);
    } else if (!state.queue.includes(asking)) return;
    state.queue = state.queue.filter((one) => one !== asking);
    this.dirty = true;
    this.audit({ by: 'slipway', what: 'left', says: `${asking.release.id} has left ${state.name}: ${why}` });
    this.tellAll();
  }

  /** Without the release that they are within they wait like any other. */
  #queueBeside(): void {
    const { state } = this;
    for (const asking of waitingBeside(state)) {
      asking.beside = undefined;
      state.queue.push(asking);
    }
    if (state.beside !== undefined) state.beside = state.beside.filter(({ beside }) => beside === 'in');
  }

  /** Releases that were within it may still be at work: the environment is theirs, one after another, until they have ended. */
  #inherit(): void {
    const [heir, ...others] = this.state.beside ?? [];
    if (heir === undefined) return;
    heir.beside = undefined;
    Object.assign(this.state, { holder: heir, beside: others });
    this.watch();
  }

  find(release: string): Asking | undefined {
    const { holder, queue, beside = [] } = this.state;
    return [...(holder === undefined ? [] : [holder]), ...beside, ...queue].find(
      ({ release: { id } }) => id === release,
    );
  }

  /** What has changed for those who come next. */
  tellAll(): void {
    for (const asking of inLine(this.state).slice(0, told)) this.tell(asking);
  }

  tell(asking: Asking): void {
    const news = newsOf(this.state, asking);
    if (this.answering.has(asking) || same(asking.told, news)) return;
    asking.told = news;
    this.#sending += 1;
    getExternalWorkflowHandle(asking.release.id)
      .signal(leaseSignal, news)
      // Who can't be told is there no more.
      .catch(() => this.free(asking, 'it can’t be reached'))
      .finally(() => (this.#sending -= 1));
  }

  /** What holds everywhere has changed: whoever waits because of it, in any environment, is to look again. */
  rulesChanged(): void {
    this.dirty = true;
    if (this.state.name !== everywhere || !patched('tells-environments')) return;
    this.#sending += 1;
    tellEnvironments()
      // They look again by themselves, later.
      .catch(() => log.warn('Not every environment could be told'))
      .finally(() => (this.#sending -= 1));
  }

  /** Waits until all that was to be said is said. */
  async quiet(): Promise<void> {
    await condition(() => this.#sending === 0 && this.answering.size === 0);
  }
}

const same = (a: LeaseNews | undefined, b: LeaseNews): boolean => JSON.stringify(a) === JSON.stringify(b);
