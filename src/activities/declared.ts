/**
 * What the escape hatches have in common: Slipway knows nothing of their effect, so the runbook's author declares how it is seen and how
 * it is undone, or says why it can't be. A file each: `ssh.run`, `shell.run`, `http.request`.
 */
import { z } from 'zod';
import { absent, done, unknown } from './contract.ts';
import type { Observation } from './contract.ts';
import { fatal } from './errors.ts';

/** What one look says of the effect. */
export type Look = { readonly is: 'there' | 'absent' | 'unknown'; readonly says: string };

export const declaredOutput = z.strictObject({
  shows: z.string().describe('What the look at the effect said, once it was there'),
});
export type DeclaredOutput = z.output<typeof declaredOutput>;

/** How it is undone, as the author declares it: by another order of the same sort, or not at all, for a reason. */
export const undoSchema = <Order extends z.ZodRawShape>(order: Order) =>
  z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('order').describe('It is undone by this'), ...order }),
    z.strictObject({
      by: z.literal('nothing').describe('It can’t be undone'),
      reason: z
        .string()
        .min(1)
        .max(500)
        .describe('Why not, as people read it in the plan before they say yes'),
    }),
  ]);

type Declared<Order> =
  ({ readonly by: 'order' } & Order) | { readonly by: 'nothing'; readonly reason: string };

export const irreversibleFor = ({ undo }: { readonly undo: Declared<object> }): string | undefined =>
  undo.by === 'nothing' ? undo.reason : undefined;

export function seen(look: Look): Observation<DeclaredOutput, never, Record<string, never>> {
  switch (look.is) {
    case 'there':
      return done({ shows: look.says });
    case 'absent':
      return absent({});
    case 'unknown':
      return unknown(look.says);
  }
}

/** After the act: an effect that the author's own look does not see is none. */
export function confirmed(look: Look, what: string) {
  if (look.is === 'there') return done({ shows: look.says });
  throw fatal(
    'failed',
    `${what} went through, but the look that the runbook declares does not see its effect: ${look.says || 'it says nothing'}`,
    'Correct the look or the order in the runbook, or see what it did; then retry.',
  );
}

/** What the declared undo needs of whoever carries it out. */
interface Undoing<Order> {
  readonly look: () => Promise<Look>;
  /** Afterwards; absent: the same look. */
  readonly lookAfter?: () => Promise<Look>;
  readonly carryOut: (order: Order, key: string) => Promise<void>;
  readonly shown: (order: Order) => string;
}

/** Only what is seen is undone, and only what is no longer seen is gone; in between a person is asked. */
export async function undone<Order>(
  undo: Declared<Order>,
  key: string,
  { look, lookAfter = look, carryOut, shown }: Undoing<Order>,
): Promise<string> {
  if (undo.by === 'nothing') throw fatal('undo-failed', undo.reason);
  const before = await look();
  if (before.is === 'absent') return 'Its effect is not there: nothing to undo.';
  if (before.is === 'unknown') throw fatal('unknown', before.says);
  await carryOut(undo, `${key}-undo`.slice(-64));
  const after = await lookAfter();
  if (after.is === 'absent') return `Undone by ${shown(undo)}.`;
  throw fatal(
    'undo-failed',
    `${shown(undo)} went through, but the effect is still seen: ${after.says || 'the look says nothing'}`,
  );
}
