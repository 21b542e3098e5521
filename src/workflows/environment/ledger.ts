/** The ledger: every change of what runs where, and what runs now. Pure. */
import type { LedgerQuery, RecordDeployment, Unrecord } from '../../environment/messages.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import type { EnvironmentState } from './state.ts';

/** Beyond `most` entries the oldest `page` go to a workflow of their own. */
export const ledgerSize = { most: 600, page: 500 } as const;

const known = ({ entries }: EnvironmentState, key: string): LedgerEntry | undefined =>
  entries.find((entry) => entry.key === key);

export function record(state: EnvironmentState, order: RecordDeployment, at: string): LedgerEntry {
  const earlier = known(state, order.key);
  if (earlier !== undefined) return earlier;
  const before = state.current[order.deployment.service];
  return enter(state, {
    ...order.deployment,
    key: order.key,
    at,
    ...whose(order.release),
    why: order.why,
    ...(bringsBack(state, order) ? { back: true as const } : {}),
    ...(before === undefined ? {} : { replaced: before.key, replacedVersion: before.version }),
  });
}

const bringsBack = ({ holder }: EnvironmentState, { release }: RecordDeployment): boolean =>
  holder?.purpose === 'rollback' && holder.release.id === release.id;

/** Says what ran before again; nothing where somebody has recorded something else since. */
export function unrecord(state: EnvironmentState, order: Unrecord, at: string): string {
  const { key, undoes, release, service, restores } = order;
  if (known(state, key) !== undefined) return `${service}: put back already.`;
  const now = state.current[service];
  if (now === undefined || now.key !== undoes) {
    return now === undefined
      ? `Nothing is recorded of ${service}.`
      : `${service} is at ${now.version} by ${now.release}: that stays.`;
  }
  const back = { key, at, ...whose(release), undoes, replaced: now.key, replacedVersion: now.version };
  if (restores === undefined) {
    enter(state, { ...deploymentOf(now), ...back, why: `${service} was taken back: nothing ran before` });
    state.current = Object.fromEntries(Object.entries(state.current).filter(([name]) => name !== service));
    return `${service} is recorded no more: nothing ran before.`;
  }
  enter(state, { ...restores, ...back, why: `Rolled back from ${now.version}` });
  return `${service} is recorded at ${restores.version} again.`;
}

function enter(state: EnvironmentState, entry: LedgerEntry): LedgerEntry {
  state.entries.push(entry);
  state.count += 1;
  state.current[entry.service] = entry;
  return entry;
}

const whose = ({ id, runbook, startedBy }: RecordDeployment['release']) => ({
  release: id,
  runbook,
  by: startedBy,
});

const deploymentOf = ({ service, version, digest, commit, repository, revision, seenAt }: LedgerEntry) => ({
  service,
  version,
  digest,
  commit,
  repository,
  revision,
  seenAt,
});

/** The newest first. */
export const newest = (
  entries: readonly LedgerEntry[],
  { service, limit = 100 }: Partial<LedgerQuery> = {},
): LedgerEntry[] =>
  entries
    .filter((entry) => service === undefined || entry.service === service)
    .slice(-limit)
    .reverse();
