import { project as base } from './jest.config.mjs';

/** `npm run test:cluster`: the Argo and Kubernetes steps against the real cluster that KUBECONFIG names. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/cluster/**/*.cluster.ts'],
  globalSetup: '<rootDir>/test/cluster/global-setup.ts',
  testTimeout: 120_000,
  maxWorkers: 1,
};
