/** The order of environments that a runbook declares, and what it asks before a version comes into one of them. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { idSchema } from './plan-base.ts';
import { PlanInvalid, problemsOfIssues } from './problem.ts';

/** What is asked of the environment before, besides that the version was released there, and is held nowhere. */
export interface PromotionConditions {
  /** It has run there for so long: `24h`. */
  readonly soak?: string;
  /** Id of the gate of its release there that was passed. */
  readonly gate?: string;
}

export interface PromotionOrder {
  /** Through which environments a version goes: `['stage', 'prod']`. */
  readonly order: readonly string[];
  /** By the environment that the version comes into. */
  readonly conditions?: Readonly<Record<string, PromotionConditions>>;
  /** Roles whose people may go on without one of them, with a reason that they type. Default: everybody of the configuration. */
  readonly exempt?: readonly string[];
}

/** What a version must have behind it to come into an environment. */
export interface Before extends PromotionConditions {
  /** The environment before. */
  readonly from: string;
  readonly exempt: readonly string[];
}

const orderSchema = z
  .strictObject({
    order: z.array(idSchema).min(2, 'must name two environments at least'),
    conditions: z
      .record(idSchema, z.strictObject({ soak: durationSchema.optional(), gate: idSchema.optional() }))
      .default({}),
    exempt: z.array(z.string().min(1)).default([]),
  })
  .superRefine(({ order, conditions }, context) => {
    const twice = order.find((name, at) => order.indexOf(name) !== at);
    if (twice !== undefined)
      context.addIssue({ code: 'custom', path: ['order'], message: `names '${twice}' twice` });
    for (const name of Object.keys(conditions)) {
      if (order.indexOf(name) <= 0)
        context.addIssue({
          code: 'custom',
          path: ['conditions', name],
          message: `is for no environment of the order that has another before it`,
        });
    }
  });

/** Undefined: the runbook declares no order, or this environment has none before it. */
export function before(declared: PromotionOrder | undefined, environment: string): Before | undefined {
  if (declared === undefined) return undefined;
  const parsed = orderSchema.safeParse(declared);
  if (!parsed.success) {
    const remedy = 'Correct the order that the runbook declares';
    throw new PlanInvalid(problemsOfIssues(parsed.error.issues, ['promotion'], remedy));
  }
  const { order, conditions, exempt } = parsed.data;
  const from = order[order.indexOf(environment) - 1];
  if (from === undefined) return undefined;
  const { soak, gate } = conditions[environment] ?? {};
  return {
    from,
    exempt,
    ...(soak === undefined ? {} : { soak }),
    ...(gate === undefined ? {} : { gate }),
  };
}
