/** All steps and checks that exist. A kind that is not here is refused before a release starts. */
import type { CheckKind } from './check.ts';
import type { Step } from './contract.ts';
import * as http from './http/index.ts';

/** A line a system: the namespaces that runbooks import from `slipway/steps`. */
export const systems = { http };

export const steps: ReadonlyMap<string, Step> = new Map(
  Object.values(systems)
    .flatMap((system) => Object.values(system))
    .map(({ definition }) => [definition.kind, definition]),
);

export const checks: ReadonlyMap<string, CheckKind> = new Map();
