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

/** Whole releases with processes of their own: beside each other they would only measure how busy the machine is. */
const whole = '/test/(chaos/seeded|demo/[^/]+|kill/[^/]+|runbooks/rollback|upgrade/[^/]+)\\.test\\.ts$';

export const project = {
  testEnvironment: 'node',
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  moduleNameMapper: {
    '^slipway$': '<rootDir>/src/index.ts',
    '^slipway/migrations$': '<rootDir>/src/migrations/index.ts',
    '^slipway/steps$': '<rootDir>/src/activities/index.ts',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFiles: ['<rootDir>/test/support/fuzz.ts'],
};

export default {
  projects: [
    { ...project, displayName: 'parts', testPathIgnorePatterns: ['/node_modules/', whole] },
    { ...project, displayName: 'whole', testRegex: whole, runner: './test/support/one-by-one.cjs' },
  ],
  reporters: ['default', './test/support/missing-programs.cjs'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
