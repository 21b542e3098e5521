/** `slipway/steps`: the builders that runbooks use, a namespace a system. */
export * as argocd from './argocd/index.ts';
export * as environment from './environment/index.ts';
export * as gerrit from './gerrit/index.ts';
export * as git from './git/index.ts';
export * as github from './github/index.ts';
export * as hosts from './hosts/index.ts';
export * as http from './http/index.ts';
export * as kubernetes from './kubernetes/index.ts';
export * as metrics from './metrics/index.ts';
export * as oci from './oci/index.ts';
export * as rollouts from './rollouts/index.ts';
export * as service from './service/index.ts';
export * as shell from './shell/index.ts';
export * as slack from './slack/index.ts';
export * as ssh from './ssh/index.ts';
export * as trebuchet from './trebuchet/index.ts';
