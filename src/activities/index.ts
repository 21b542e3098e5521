/** `slipway/steps`: the builders that runbooks use, a namespace a system. */
export * as argocd from './argocd/index.ts';
export * as github from './github/index.ts';
export * as http from './http/index.ts';
export * as metrics from './metrics/index.ts';
export * as oci from './oci/index.ts';
export * as rollouts from './rollouts/index.ts';
export * as slack from './slack/index.ts';
