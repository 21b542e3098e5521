// Builds dist/: the compiled sources, and the workflow bundle, so that a worker starts without a bundler.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src');
const dist = join(root, 'dist');

prune();
compile();
await bundle();
makeRunnable(join(dist, 'client/main.js'));

/** Removes what earlier builds left of sources that are gone: a renamed module must not be importable. */
function prune() {
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const module = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(relative(dist, file))?.[1];
    if (entry.isFile() && module !== undefined && !existsSync(join(sources, `${module}.ts`))) rmSync(file);
  }
}

function compile() {
  const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');
  const ran = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (ran.status !== 0) process.exit(ran.status ?? 1);
}

/** Written in place of the old one only when it is whole. */
async function bundle() {
  const { bundleWorkflows } = await import('../dist/worker/bundle.js');
  const { code } = await bundleWorkflows({
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
  writeFileSync(join(dist, 'workflow-bundle.js'), code);
}

function makeRunnable(file) {
  if (existsSync(file)) chmodSync(file, 0o755);
}
