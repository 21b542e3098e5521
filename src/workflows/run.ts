/** One running release: its state and the few primitives that its parts are written with. */
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  log,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Json } from '../runbook/json.ts';
import type { PlanNode } from '../runbook/plan.ts';
import { continuesAsNew } from './carry.ts';
import type { Carried } from './carry.ts';
import { publish } from './details.ts';
import { keyOf } from './key.ts';
import { searchAttributes } from './search-attributes.ts';
import type { StartRelease } from './messages.ts';
import { flatten } from './state.ts';
import type { NodeRecord, ReleaseState, Stop } from './state.ts';
import type { AuditEntry, NodeState, Phase } from './view.ts';
import { now } from './now.ts';

export class Run {
  readonly state: ReleaseState;
  /** Everything that a rollback or an abort stops. */
  readonly work = new CancellationScope();
  /** Guards that tripped and have not been answered: nothing below them starts. */
  readonly tripped = new Set<string>();
  /** A person gave up the rollback too: what isn't undone yet stays. */
  abandoned = false;
  /** It continues as new as soon as it is quiet: nothing begins any more. */
  leaving = false;
  /** What must come to its end before it leaves: an effect and its record belong together. */
  readonly underWay = new Set<string>();
  /** Releases within it that are under way. */
  readonly children = new Set<string>();
  readonly #waits = new Map<Promise<unknown>, CancellationScope>();
  readonly #continued: number;
  readonly #guardsOf = new Map<string, readonly string[]>();

  constructor(start: StartRelease, carried?: Carried) {
    const { runbook, environment, version, startedBy } = start;
    const { workflowId, runId } = workflowInfo();
    this.#continued = carried?.continued ?? 0;
    if (carried !== undefined) {
      this.state = { ...carried.state, start, runId };
      this.abandoned = carried.abandoned;
      for (const id of carried.tripped) this.tripped.add(id);
      if (this.state.plan !== undefined) this.lay(this.state.plan.root);
      return;
    }
    this.state = {
      start,
      release: { id: workflowId, runbook, environment, version, startedBy },
      runId,
      startedAt: now(),
      phase: 'planning',
      nodes: {},
      undo: [],
      audit: [],
    };
    this.audit({ by: startedBy, what: 'started', says: `Started ${runbook} ${version} to ${environment}` });
  }

  /** Makes a record for each node that has none, and remembers which guards stand over it. */
  lay(root: PlanNode): void {
    for (const { node } of flatten(root)) this.state.nodes[node.id] ??= { state: 'pending', round: 1 };
    this.#rememberGuards(root, []);
  }

  #rememberGuards(node: PlanNode, guards: readonly string[]): void {
    this.#guardsOf.set(node.id, guards);
    const below = node.type === 'guard' ? [...guards, node.id] : guards;
    const children = node.type === 'guard' ? [node.node] : 'nodes' in node ? node.nodes : [];
    for (const child of children) this.#rememberGuards(child, below);
  }

  record(id: string): NodeRecord {
    const record = this.state.nodes[id];
    if (record === undefined)
      throw ApplicationFailure.nonRetryable(`The plan has no node '${id}'.`, 'internal');
    return record;
  }

  /** What the nodes have given so far, by node id. */
  outputs(): Record<string, Json> {
    return Object.fromEntries(
      Object.entries(this.state.nodes).flatMap(([id, { output }]) =>
        output === undefined ? [] : [[id, output]],
      ),
    );
  }

  /** The tripped guard that stands over a node, if any. */
  trippedOver(id: string): string | undefined {
    return this.#guardsOf.get(id)?.find((guard) => this.tripped.has(guard));
  }

  enter(id: string, state: NodeState, note?: string): void {
    const record = this.record(id);
    record.state = state;
    if (state === 'running') record.startedAt ??= now();
    if (endStates.has(state)) record.endedAt = now();
    if (note !== undefined) record.note = note;
    publish(this.state);
  }

  /** Running, unless it is paused or waits for its environment. */
  settlePhase(): void {
    if (this.state.phase === 'rolling-back') return;
    const waits = Object.values(this.state.leases ?? {}).some(({ news }) => news?.state === 'queued');
    this.phase(this.state.paused !== undefined ? 'paused' : waits ? 'queued' : 'running');
  }

  /** Whether any of the plan has begun. */
  hasBegun(): boolean {
    const { plan, nodes } = this.state;
    return plan !== undefined && nodes[plan.root.id]?.state !== 'pending';
  }

  phase(phase: Phase): void {
    if (this.state.phase === phase) return;
    this.state.phase = phase;
    upsertSearchAttributes([{ key: searchAttributes.phase, value: phase }]);
    publish(this.state);
  }

  audit(entry: Omit<AuditEntry, 'at'>): void {
    this.state.audit.push({ at: now(), ...entry });
    log.info(entry.says, { by: entry.by, what: entry.what, node: entry.node });
    if (this.state.plan !== undefined) publish(this.state);
  }

  /** Waits until this node may begin: not paused, and no tripped guard over it. */
  async ready(id: string): Promise<void> {
    if (this.#blocked(id)) await condition(() => !this.#blocked(id));
  }

  #blocked(id: string): boolean {
    return this.leaving || this.state.paused !== undefined || this.trippedOver(id) !== undefined;
  }

  /**
   * Starts a wait that may be cut short where the release continues as new, and gives its own promise: one more
   * step between would change the order of what follows, which replays hold it to.
   */
  interruptible<T>(id: string, wait: () => Promise<T>): Promise<T> {
    const name = `wait of ${id}`;
    if (!continuesAsNew()) {
      // It was begun by a build that knew no better: it comes to its own end.
      this.underWay.add(name);
      const waiting = wait();
      const over = (): boolean => this.underWay.delete(name);
      waiting.then(over, over);
      return waiting;
    }
    const scope = new CancellationScope();
    let begun: Promise<T> | undefined;
    void scope.run(async () => void (begun = wait()));
    if (begun === undefined) throw ApplicationFailure.nonRetryable('A wait did not begin.', 'internal');
    const waiting: Promise<T> = begun;
    const over = (): boolean => this.#waits.delete(waiting);
    this.#waits.set(waiting, scope);
    waiting.then(over, over);
    return waiting;
  }

  /** Cuts all waits short: they tell what they knew, and end. */
  interrupt(): void {
    for (const scope of this.#waits.values()) scope.cancel();
  }

  /** Nothing is under way: what it remembers is all there is. */
  isQuiet(): boolean {
    return this.underWay.size === 0 && this.#waits.size === 0;
  }

  /** Whether a wait ended because the release leaves, and not because its work was stopped. */
  leaves(): boolean {
    return this.leaving && !this.work.consideredCancelled;
  }

  /** For what has nothing to do until the release has left. Rejects where its work is stopped before that. */
  async gone(): Promise<never> {
    await condition(() => false);
    throw ApplicationFailure.nonRetryable('It came back from a release that had left.', 'internal');
  }

  carry(): Carried {
    const { runId: _, start: __, ...state } = this.state;
    return {
      format: 1,
      state,
      tripped: [...this.tripped],
      abandoned: this.abandoned,
      continued: this.#continued + 1,
    };
  }

  /** A guard or soak found something: nothing below it starts, and approvals given below it are void. */
  trip(id: string): void {
    this.tripped.add(id);
    for (const [node, record] of Object.entries(this.state.nodes)) {
      const void_ = record.asked?.approvals.length ?? 0;
      if (
        void_ === 0 ||
        record.state !== 'waiting' ||
        this.trippedOver(node) !== id ||
        record.asked === undefined
      )
        continue;
      record.asked.approvals = [];
      this.audit({
        by: 'slipway',
        what: 'voided',
        node,
        says: `${void_} approvals are void: ‘${id}’ found something after them`,
      });
    }
  }

  /** Waits until a guard's trip, if there is one, has been answered. */
  async answered(id: string): Promise<void> {
    if (this.tripped.has(id)) await condition(() => !this.tripped.has(id));
  }

  /** Orders the end of the work; the first order counts. */
  stop(stop: Stop): void {
    if (this.state.stop !== undefined) return;
    this.state.stop = stop;
    this.work.cancel();
  }

  /** Ends a rollback after the undo that runs; a parked undo is given up: the rest stays. */
  abandon(by: string): void {
    this.abandoned = true;
    for (const [node, record] of Object.entries(this.state.nodes)) {
      if (record.state === 'undo-parked') record.resolution = { by, node, action: 'skip' };
    }
  }

  /** `stop`, from within the work itself. */
  halt(stop: Stop): never {
    this.stop(stop);
    throw new CancelledFailure(stop.reason);
  }

  key(id: string, round: number): string {
    return keyOf(workflowInfo().firstExecutionRunId, id, round);
  }
}

const endStates: ReadonlySet<NodeState> = new Set(['done', 'skipped', 'failed', 'cancelled', 'undone']);
