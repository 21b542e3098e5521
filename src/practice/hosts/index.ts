export { practiceHosts } from './system.ts';
export type { PracticeHosts, PracticeHostsOptions } from './system.ts';
export type { HostSeed, UnitSeed } from './options.ts';
export { practiceBalancer } from './balancer.ts';
export type { Backend } from './balancer.ts';
export { addressesOf } from './addresses.ts';
export { sshdPath } from './sshd.ts';
