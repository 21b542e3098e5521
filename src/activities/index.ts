/** `slipway/steps`: the builders that runbooks use, a namespace a system. */
export * as http from './http/index.ts';
