/** The workflow bundle holds schemas and the interpreter, no client and no Node built-in: clients are injected. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { steps } from '../../src/activities/registry.ts';
import { bundleWorkflows } from '../../src/worker/bundle.ts';
import { packagesLoadedBy } from '../support/import-graph.ts';

const sourceMap = z.object({ sources: z.array(z.string()) });
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Packages that the bundle may hold: schemas, durations, hashing, and Temporal's own workflow side. */
const allowed = new Set([
  '@noble/hashes',
  '@temporalio/common',
  '@temporalio/proto',
  '@temporalio/workflow',
  'canonicalize',
  'long',
  'ms',
  'nexus-rpc',
  'protobufjs',
  'zod',
]);

let code: string;
let modules: string[];

beforeAll(async () => {
  ({ code } = await bundleWorkflows({ logger: quiet }));
  modules = modulesOf(code);
});

/** The source map in the bundle names every module that went into it. */
function modulesOf(bundle: string): string[] {
  const [, base64 = ''] =
    /sourceMappingURL=data:application\/json;[^,]*base64,([A-Za-z0-9+/=]+)/.exec(bundle) ?? [];
  return sourceMap.parse(JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))).sources;
}

const packageOf = (module: string): string | undefined =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1];

describe('the workflow bundle', () => {
  test('builds, which Temporal’s bundler refuses as soon as a module in it asks for a Node built-in', () => {
    expect(modules).toContainEqual(expect.stringContaining('src/workflows/release.ts'));
  });

  test('holds every step’s schema, so that a plan is checked where it runs', () => {
    for (const { kind } of steps.values()) {
      expect(modules).toContainEqual(expect.stringContaining(`src/activities/${kind.replace('.', '/')}.ts`));
    }
  });

  test('holds no package besides those for schemas, durations and Temporal’s workflow side', () => {
    const packages = new Set(modules.map(packageOf).filter((name) => name !== undefined));
    expect([...packages].filter((name) => !allowed.has(name))).toEqual([]);
  });

  test('shares among releases only what knows no workflow', () => {
    const shared = packagesLoadedBy(join(__dirname, '../../src/workflows/preloaded.ts'));
    expect(shared).toContain('zod');
    expect(shared).not.toContain('@temporalio/workflow');
  });

  test('holds nothing of the worker, the client or the practice world', () => {
    expect(modules.filter((module) => /src\/(worker|client|practice|demo)\//.test(module))).toEqual([]);
  });
});
