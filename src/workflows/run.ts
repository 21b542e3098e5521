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
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Json } from '../runbook/json.ts';
import type { PlanNode } from '../runbook/plan.ts';
import { publish } from './details.ts';
import { searchAttributes } from './search-attributes.ts';
import type { StartRelease } from './messages.ts';
import { flatten } from './state.ts';
import type { NodeRecord, ReleaseState, Stop } from './state.ts';
import type { AuditEntry, NodeState, Phase } from './view.ts';

export class Run {
  readonly state: ReleaseState;
  /** Everything that a rollback or an abort stops. */
  readonly work = new CancellationScope();
  /** Guards that tripped and have not been answered: nothing below them starts. */
  readonly tripped = new Set<string>();
  /** A person gave up the rollback too: what isn't undone yet stays. */
  abandoned = false;
  readonly #guardsOf = new Map<string, readonly string[]>();

  constructor(start: StartRelease) {
    const { runbook, environment, version, startedBy } = start;
    const { workflowId, runId } = workflowInfo();
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

  /** Makes a record for each node, and remembers which guards stand over it. */
  lay(root: PlanNode): void {
    for (const { node } of flatten(root)) this.state.nodes[node.id] = { state: 'pending', round: 1 };
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
    return this.state.paused !== undefined || this.trippedOver(id) !== undefined;
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

  /** The idempotency key of one round of a node: stable over retries, resets and continue-as-new. */
  key(id: string, round: number): string {
    const run = workflowInfo().firstExecutionRunId;
    return `sw-${bytesToHex(sha256(utf8ToBytes(`${run}/${id}/${round}`))).slice(0, 32)}`;
  }
}

const endStates: ReadonlySet<NodeState> = new Set(['done', 'skipped', 'failed', 'cancelled', 'undone']);

/** Workflow time, ISO 8601. */
export const now = (): string => new Date().toISOString();
