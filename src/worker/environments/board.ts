/** The board: every environment of the configuration, as it is recorded and as the live systems are. */
import { Context } from '@temporalio/activity';
import type { Clients } from '../../activities/clients.ts';
import { fatal } from '../../activities/errors.ts';
import { guarded } from '../../activities/guarded.ts';
import type { Board, BoardCall, BoardEnvironment, BoardRelease, Drift } from '../../environment/board.ts';
import type { EnvironmentsClient } from '../../environment/client.ts';
import { stands } from '../../environment/closed.ts';
import type { EnvironmentRules, EnvironmentView, HolderView, LedgerEntry } from '../../environment/view.ts';
import { reasonOf } from '../../runbook/reason-of.ts';
import type { Config } from '../config.ts';
import type { CalendarOf } from './activities.ts';
import { driftOf } from './drift/drift.ts';
import { changing } from './drift/states.ts';

export interface BoardOptions {
  readonly config: Config;
  readonly environments: Pick<EnvironmentsClient, 'read' | 'rulesOfAll' | 'ledger'>;
  /** Clients of an environment that only read. */
  clientsOf(environment: string): Clients;
  scrub(text: string): string;
  readonly closedByCalendar: CalendarOf;
}

export const readBoard =
  (options: BoardOptions) =>
  ({ environments: wanted }: BoardCall): Promise<Board> =>
    guarded(options, async () => {
      const names = namesOf(options.config, wanted);
      const signal = Context.current().cancellationSignal;
      const [common, ...views] = await Promise.all([
        options.environments.rulesOfAll(signal),
        ...names.map((name) => read(options, name, signal)),
      ]);
      return {
        at: new Date().toISOString(),
        environments: await Promise.all(
          names.map((name, index) => environmentOf(options, name, views[index], common, signal)),
        ),
      };
    });

export function namesOf({ environments }: Config, wanted: readonly string[]): readonly string[] {
  const known = Object.keys(environments);
  const strange = wanted.find((name) => !known.includes(name));
  if (strange === undefined) return wanted.length > 0 ? wanted : known;
  throw fatal(
    'input-invalid',
    `The configuration of this worker has no environment '${strange}'; it has ${known.join(', ') || 'none'}.`,
    'Correct the name, or add the environment and restart the worker.',
  );
}

type Read = { readonly view: EnvironmentView | undefined } | { readonly problem: string };

async function read({ environments, scrub }: BoardOptions, name: string, signal: AbortSignal): Promise<Read> {
  try {
    return { view: await environments.read(name, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: scrub(reasonOf(error)) };
  }
}

async function environmentOf(
  { config, clientsOf, scrub, closedByCalendar }: BoardOptions,
  name: string,
  read: Read | undefined,
  common: EnvironmentRules | undefined,
  signal: AbortSignal,
): Promise<BoardEnvironment> {
  const view = read !== undefined && 'view' in read ? read.view : undefined;
  const problem = read !== undefined && 'problem' in read ? read.problem : null;
  const closed = view?.closed ?? closedByCalendar(name, [], Date.now());
  const rules = [
    { of: view, everywhere: false },
    { of: common, everywhere: true },
  ];
  const services = (view?.current ?? []).map(async (entry) =>
    serviceOf(
      entry,
      lookedAt(entry, view?.holder, await driftOf(entry, { clients: clientsOf(name), signal, scrub })),
    ),
  );
  return {
    name,
    title: config.environments[name]?.title ?? name,
    services: await Promise.all(services),
    holder: view?.holder === undefined ? null : goingOf(view.holder),
    queue: (view?.queue ?? []).map(goingOf),
    freezes: rules.flatMap(({ of, everywhere }) =>
      (of?.freezes ?? [])
        .filter((freeze) => stands(freeze, Date.now()))
        .map(({ until = null, services = null, exempt, ...rest }) => ({
          ...rest,
          until,
          services: services === null ? null : [...services],
          exempt: [...exempt],
          everywhere,
        })),
    ),
    holds: rules.flatMap(({ of, everywhere }) =>
      (of?.holds ?? []).map(({ key: _, ...hold }) => ({
        ...hold,
        version: hold.version ?? null,
        runbook: hold.runbook ?? null,
        everywhere,
      })),
    ),
    closed: closed === undefined ? null : { why: closed.why, opensAt: closed.opensAt ?? null },
    problem,
  };
}

/** A release that changes a service makes it differ for a while: that is no drift. */
function lookedAt({ service }: LedgerEntry, holder: HolderView | undefined, drift: Drift): Drift {
  if (drift.state !== 'drifted' || holder === undefined) return drift;
  if (holder.services.length > 0 && !holder.services.includes(service)) return drift;
  return changing(`${drift.says}; ${holder.release.id} is at work`);
}

const serviceOf = (entry: LedgerEntry, drift: Drift) => ({
  name: entry.service,
  version: entry.version,
  digest: entry.digest ?? null,
  commit: entry.commit ?? null,
  repository: entry.repository ?? null,
  since: entry.at,
  release: entry.release,
  by: entry.by,
  why: entry.why,
  replaced: entry.replacedVersion ?? null,
  drift,
});

const goingOf = ({ release, since, services, urgent }: HolderView): BoardRelease => ({
  release: release.id,
  runbook: release.runbook,
  version: release.version,
  by: release.startedBy,
  since,
  services: [...services],
  urgent: urgent ?? null,
});
