/** ESM-only dependencies that jest, which runs CommonJS, must transform. */
const esmOnly = [
  '@octokit',
  'content-type',
  '@kubernetes/client-node',
  '@noble/hashes',
  'universal-user-agent',
  'before-after-hook',
  'fast-content-type-parse',
  'json-with-bigint',
  'openid-client',
  'oauth4webapi',
  'jose',
  'c12',
  'pkg-types',
  'exsolve',
  'pathe',
  'confbox',
  'defu',
  'rc9',
  'destr',
  'ohash',
  'perfect-debounce',
  'mlly',
];

const swc = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022', keepClassNames: true },
  module: { type: 'commonjs' },
};

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: {
    '^slipway$': '<rootDir>/src/index.ts',
    '^slipway/steps$': '<rootDir>/src/activities/index.ts',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 60_000,
  maxWorkers: 2,
};
