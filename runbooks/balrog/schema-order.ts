/** From what the migrations do to the order of admin and app. Pure. */
import type { SchemaChange, SchemaChangeKind } from './migrations.ts';

/** The schema is upgraded as part of admin's deployment: whoever goes first decides which code meets which schema. */
export type ServiceOrder = 'together' | 'admin-first' | 'app-first';
type Asked = Exclude<ServiceOrder, 'together'>;

export type Decision =
  | { readonly order: ServiceOrder; readonly confirm: 'no' }
  /** A person says that it is right, before anything is deployed. */
  | { readonly order: Asked; readonly confirm: 'yes'; readonly why: string }
  | { readonly refusal: string; readonly remedy: string };

const rule: Readonly<Record<SchemaChangeKind, ServiceOrder | undefined>> = {
  none: 'together',
  additive: 'admin-first',
  destructive: 'app-first',
  mixed: undefined,
  unclear: undefined,
};

const why: Readonly<Record<'mixed' | 'unclear', string>> = {
  mixed: 'The migrations both add and take away, so neither order is right by rule',
  unclear: 'What the migrations do is not surely additive and not surely destructive',
};

export function decideOrder({ kind, evidence }: SchemaChange, asked: Asked | undefined): Decision {
  const byRule = rule[kind];
  if (byRule !== undefined && (asked === undefined || asked === byRule))
    return { order: byRule, confirm: 'no' };
  if (byRule === 'together' && asked !== undefined) return { order: asked, confirm: 'no' };
  const reason =
    kind === 'mixed' || kind === 'unclear'
      ? why[kind]
      : `The change of the schema is ${kind}, which by rule means ${byRule ?? ''}, and ${asked ?? ''} was asked for`;
  if (asked !== undefined) return { order: asked, confirm: 'yes', why: reason };
  return {
    refusal: `${reason}: ${evidence.join('; ')}.`,
    remedy:
      'Simulate the upgrade both ways, then start again with --schema-order admin-first (the old code runs with the new ' +
      'schema) or app-first (the new code runs with the old schema); a gate will have it confirmed. Where neither holds, ' +
      'split the change over two releases.',
  };
}

/** What stands behind an order that needs nobody's word. */
export const ruleInWords: Readonly<Record<SchemaChangeKind, string>> = {
  none: 'the schema stays as it is: no order is needed',
  additive: 'the schema gets more: admin, whose deployment upgrades it, is through before app needs it',
  destructive:
    'the schema gets less: app no longer needs it before admin, whose deployment upgrades it, takes it away',
  mixed: 'only people can tell',
  unclear: 'only people can tell',
};

export const orderInWords: Readonly<Record<ServiceOrder, string>> = {
  together: 'admin, agent and app together',
  'admin-first': 'admin before app',
  'app-first': 'app before admin',
};
