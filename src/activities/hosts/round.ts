/** The hosts of one restart, and what is seen of them. */
import type { StepContext } from '../contract.ts';
import type { Host, Signs } from './input.ts';
import { untilWorks } from './signs.ts';
import { lookAtProcess } from './systemd.ts';
import type { Service } from './systemd.ts';

export type HostsContext = StepContext<'ssh' | 'tcp' | 'http'>;

export interface Preparation {
  readonly command: readonly string[];
  readonly codes: readonly number[];
  readonly busy?: { readonly says: string; readonly seconds: number } | undefined;
}

export interface Round {
  readonly hosts: readonly Host[];
  readonly unit: string;
  readonly sudo: boolean;
  readonly prepare: readonly Preparation[];
  readonly putBack: readonly Preparation[];
  readonly signs: Signs;
  readonly batch: number;
  readonly maxUnavailable: number;
}

/** By host: the process that ran before anything was done. */
export type Before = { readonly [host: string]: string };

export const serviceOn = ({ unit, sudo }: Round, { name }: Host): Service => ({ host: name, unit, sudo });

export async function processesNow(ctx: HostsContext, round: Round): Promise<Before> {
  const found = await Promise.all(
    round.hosts.map(async (host) => [
      host.name,
      (await lookAtProcess(ctx, serviceOn(round, host))).invocation,
    ]),
  );
  return Object.fromEntries(found) as Before;
}

/** Undefined, or why it does not work now. */
export async function worksNow(ctx: HostsContext, round: Round, host: Host): Promise<string | undefined> {
  const seen = await untilWorks(ctx, { host, service: serviceOn(round, host), signs: round.signs });
  return seen.works ? undefined : seen.why;
}
