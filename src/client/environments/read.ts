/** An environment as its workflow tells it. */
import { z } from 'zod';
import { newestEntries } from '../../environment/ledger-pages.ts';
import { environmentId, environmentQuery, ledgerQuery } from '../../environment/messages.ts';
import type { EnvironmentView, LedgerEntry } from '../../environment/view.ts';
import { CliError } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { callTemporal } from '../temporal-errors.ts';
import { cleaned } from '../views/clean.ts';

const queryMs = 5000;

/** Enough to be sure that a worker of this version speaks. */
const shape = z.looseObject({
  name: z.string(),
  queue: z.array(z.looseObject({ release: z.looseObject({ id: z.string() }), position: z.number() })),
  freezes: z.array(z.looseObject({ id: z.string(), by: z.string(), reason: z.string() })),
  holds: z.array(z.looseObject({ by: z.string(), reason: z.string() })),
  current: z.array(z.looseObject({ service: z.string(), version: z.string() })),
});
const viewSchema = z.custom<EnvironmentView>((value) => shape.safeParse(value).success);

const ledgerSchema = z.array(
  z.custom<LedgerEntry>(
    (value) =>
      z
        .looseObject({ key: z.string(), service: z.string(), version: z.string(), runbook: z.string() })
        .safeParse(value).success,
  ),
);
/** What an environment keeps by itself; older entries are on pages. */
const near = 600;

interface Wanted {
  readonly service?: string | undefined;
  /** The newest so many, at most 1,000. */
  readonly limit: number;
}

/** Newest first; empty: nothing was ever released there. */
export async function environmentLedger(
  connected: Connected,
  name: string,
  { service, limit }: Wanted = { limit: near },
): Promise<LedgerEntry[]> {
  const wanted = { limit, ...(service === undefined ? {} : { service }) };
  return newestEntries(name, {
    limit,
    async entriesOf(id) {
      const handle = connected.client.workflow.getHandle(id);
      const answer = await callTemporal(connected, queryMs, () =>
        handle.query<unknown, [object]>(ledgerQuery, wanted),
      );
      return cleaned(ledgerSchema.parse(answer));
    },
    pages: async () => (await environmentView(connected, name))?.pages ?? 0,
  });
}

/** Undefined: nothing was ever released or said there. */
export async function environmentView(
  connected: Connected,
  name: string,
): Promise<EnvironmentView | undefined> {
  const handle = connected.client.workflow.getHandle(environmentId(name));
  try {
    const answer = await callTemporal(connected, queryMs, () => handle.query<unknown>(environmentQuery));
    const view = viewSchema.safeParse(answer);
    if (view.success) return cleaned(view.data);
  } catch (error) {
    if (error instanceof CliError && error.kind === 'notFound') return undefined;
    throw error;
  }
  throw new CliError(
    'internal',
    `The answer of the environment ‘${name}’ can’t be read.`,
    'Update the older of worker and CLI.',
  );
}
