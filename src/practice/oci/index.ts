export { createRegistry } from './registry.ts';
export type { Registry, RegistryOptions } from './registry.ts';
