/** The look activity: what stands at a trigger's source, what of it is new, and which releases that asks for. */
import type { Clients } from '../../activities/clients.ts';
import { fatal } from '../../activities/errors.ts';
import { guarded } from '../../activities/guarded.ts';
import { openContext } from '../../activities/open-context.ts';
import { startedByTrigger, triggerId } from '../../workflows/trigger-messages.ts';
import type { LookCall, LookReply } from '../../workflows/trigger-messages.ts';
import type { TriggerConfig, TriggerSource } from '../config-triggers.ts';
import type { LoadedConfig } from '../load-config.ts';
import type { LoadedRunbook } from '../load-runbooks.ts';
import { newsOf } from './news.ts';
import type { Seen } from './news.ts';
import { mostNames } from './source.ts';
import type { Found, Source, SourceContext } from './source.ts';
import { sourceOf } from './sources.ts';
import { compareVersions } from './version-order.ts';
import { wishOf } from './wish.ts';

export interface LookOptions {
  readonly loaded: LoadedConfig;
  readonly runbooks: ReadonlyMap<string, LoadedRunbook>;
  /** Clients of an environment that refuse to change anything. */
  readOnlyClientsOf(environment: string): Clients;
  scrub(text: string): string;
}

export const lookAt =
  ({ loaded: { config, file }, runbooks, readOnlyClientsOf, scrub }: LookOptions) =>
  (
    { name, due, before }: LookCall,
    /** Whether a release is under way. */
    isRunning: (release: string) => Promise<boolean>,
  ): Promise<LookReply> =>
    guarded({ scrub }, async () => {
      const trigger = config.triggers[name];
      if (trigger === undefined)
        throw fatal(
          'config-invalid',
          `The configuration of this worker (${file}) has no trigger '${name}'.`,
          'Restart the workers with the configuration that has it, or take it out of Temporal: slipway triggers apply.',
        );
      const source = sourceText(trigger.source);
      const known = before?.source === source ? before.seen : null;
      const seen = known ?? {};
      if (
        trigger.whileRunning === 'wait' &&
        before?.last !== undefined &&
        (await isRunning(before.last.release))
      )
        return { source, seen: known, wishes: [], notes: [], waitsFor: before.last.release };
      if (trigger.source.type === 'time') {
        return { source, seen, wishes: [wishOf(name, trigger, atTime(due), runbooks)], notes: [] };
      }
      const { runbook, environment } = trigger;
      const release = {
        id: triggerId(name),
        runbook,
        environment,
        version: '',
        startedBy: startedByTrigger(name),
      };
      const ctx = openContext({ key: '', release }, readOnlyClientsOf(environment));
      const looked = await look(sourceOf(trigger.source), trigger, known, ctx);
      const wishes = looked.found.map((one) => wishOf(name, trigger, one, runbooks));
      const { found: _, ...seenNow } = looked;
      return { source, wishes, ...seenNow };
    });

async function look(
  source: Source,
  { several }: TriggerConfig,
  before: Readonly<Record<string, string>> | null,
  ctx: SourceContext,
) {
  const now = await source.look(ctx);
  if (now.size > mostNames)
    throw fatal(
      'input-invalid',
      `${now.size} tags are looked at; ${mostNames} are the most that can be remembered.`,
      'Narrow match or prefix of the trigger’s source.',
    );
  const { fresh, moved, seen } = newsOf(before, now, source.moves);
  const inOrder = [...fresh].sort((a, b) => compareVersions(source.versionOf(a), source.versionOf(b)));
  const chosen = several === 'newest' ? inOrder.slice(-1) : inOrder;
  const found: Found[] = [];
  const unready: (readonly [name: string, lacks: string])[] = [];
  for (const one of chosen) {
    const value = now.get(one) ?? '';
    const lacks = await source.lacks?.(ctx, one, value);
    if (lacks === undefined) found.push(await source.find(ctx, one, value));
    else unready.push([one, lacks]);
  }
  const passedOver = inOrder.slice(0, inOrder.length - chosen.length);
  const notes = [
    ...(before === null ? [`Began with ${now.size} there already: what comes from now on is released.`] : []),
    ...moved.map((one) => `${one} was moved: what was released of it stays, and nothing new is started.`),
    ...passedOver.map((one) => `${one} was passed over for ${chosen.join(', ')}.`),
  ];
  const lacks = unready.map(([, says]) => says).join('; ');
  return { found, notes, seen: stillNew(seen, before, unready), ...(lacks === '' ? {} : { lacks }) };
}

/** What can't be released yet has not been seen. */
function stillNew(
  seen: Seen,
  before: Seen | null,
  unready: readonly (readonly [name: string, lacks: string])[],
): Seen {
  const known = new Map(Object.entries(seen));
  for (const [name] of unready) {
    const earlier = before?.[name];
    if (earlier === undefined) known.delete(name);
    else known.set(name, earlier);
  }
  return Object.fromEntries(known);
}

function atTime(due: string): Found {
  // To the minute, as it is named in other systems: no colons.
  const version = `${due.slice(0, 16).replace(':', '-')}Z`;
  return { version, because: `the time ${due.slice(0, 16)}Z`, facts: { time: due, version } };
}

/** Tells sources apart: what was seen at another one says nothing about this one. What a head must have is no part of it. */
const sourceText = (source: TriggerSource): string =>
  JSON.stringify(
    Object.entries(source)
      .filter(([field]) => field !== 'ready')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
