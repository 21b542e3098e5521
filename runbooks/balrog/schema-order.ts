/** From what the migrations do to the order of admin and app. Pure. */
import type { SchemaVerdict } from 'slipway';
import type { SchemaChange } from './schema-change.ts';

/** The schema is upgraded as part of admin's deployment: whoever goes first decides which code meets which schema. */
export type ServiceOrder = 'together' | 'admin-first' | 'app-first';
type Asked = Exclude<ServiceOrder, 'together'>;

export type Decision =
  | { readonly order: ServiceOrder; readonly confirm: 'no' }
  /** A person says that it is right, before anything is deployed. */
  | { readonly order: Asked; readonly confirm: 'yes'; readonly why: string }
  | { readonly refusal: string; readonly remedy: string };

const rule: Readonly<Record<SchemaVerdict, ServiceOrder | undefined>> = {
  none: 'together',
  additive: 'admin-first',
  destructive: 'app-first',
  mixed: undefined,
  unknown: undefined,
};

const why: Readonly<Record<'mixed' | 'unknown', string>> = {
  mixed: 'The migrations both add and take away, so neither order is right by rule',
  unknown: 'What the migrations do is not surely additive and not surely destructive',
};

export function decideOrder(
  { kind, evidence }: Pick<SchemaChange, 'kind' | 'evidence'>,
  asked: Asked | undefined,
): Decision {
  const byRule = rule[kind];
  if (byRule !== undefined && (asked === undefined || asked === byRule))
    return { order: byRule, confirm: 'no' };
  if (byRule === 'together' && asked !== undefined) return { order: asked, confirm: 'no' };
  const reason =
    kind === 'mixed' || kind === 'unknown'
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
export const ruleInWords: Readonly<Record<SchemaVerdict, string>> = {
  none: 'the schema stays as it is: no order is needed',
  additive: 'the schema gets more: admin, whose deployment upgrades it, is through before app needs it',
  destructive:
    'the schema gets less: app no longer needs it before admin, whose deployment upgrades it, takes it away',
  mixed: 'only people can tell',
  unknown: 'only people can tell',
};

/** The order of the way in, turned round; where that was for people to say, app goes back before the schema's own service. */
export const wayBack: Readonly<Record<SchemaVerdict, ServiceOrder>> = {
  none: 'together',
  additive: 'app-first',
  destructive: 'admin-first',
  mixed: 'app-first',
  unknown: 'app-first',
};

export const orderInWords: Readonly<Record<ServiceOrder, string>> = {
  together: 'admin, agent and app together',
  'admin-first': 'admin before app',
  'app-first': 'app before admin',
};
