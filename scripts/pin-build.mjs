// Pins yesterday's build for test/upgrade: builds a commit (default: the newest tag) aside, and packs what a worker needs of it.
// Run it when a version has been tagged: `node scripts/pin-build.mjs`; before the first tag, with the commit to pin.
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = join(root, 'test/upgrade');
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

const ref = process.argv[2] ?? git('describe', '--tags', '--abbrev=0');
const commit = git('rev-parse', `${ref}^{commit}`);
const tag = git('tag', '--points-at', commit).split('\n')[0] || null;
const noMap = `//# sourceMappingURL=data:application/json;base64,${Buffer.from('{"version":3,"sources":[],"names":[],"mappings":""}').toString('base64')}\n`;
const folder = mkdtempSync(join(tmpdir(), 'slipway-pin-'));
const tree = join(folder, 'tree');
try {
  git('worktree', 'add', '--quiet', '--detach', tree, commit);
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: tree, stdio: 'inherit' });
  pack();
} finally {
  if (existsSync(tree)) git('worktree', 'remove', '--force', tree);
  rmSync(folder, { recursive: true, force: true });
}

/** What a worker needs, without maps and types; the same bytes for the same commit. */
function pack() {
  const packed = join(folder, 'slipway');
  const dist = join(tree, 'dist');
  cpSync(dist, join(packed, 'dist'), {
    recursive: true,
    filter: (file) =>
      !/\.(map|d\.ts|tsbuildinfo)$/.test(basename(file)) &&
      !/^(demo|practice)(\/|$)/.test(relative(dist, file)),
  });
  const bundle = join(packed, 'dist/workflow-bundle.js');
  // A bundle must end in a source map, but a small one will do.
  const code = readFileSync(bundle, 'utf8');
  writeFileSync(bundle, `${code.slice(0, code.lastIndexOf('//# sourceMappingURL='))}${noMap}`);
  cpSync(join(tree, 'package.json'), join(packed, 'package.json'));
  writeFileSync(join(fixtures, 'yesterday.json'), `${JSON.stringify({ commit, tag }, undefined, 2)}\n`);
  const tar = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-C', packed];
  execFileSync('tar', [...tar, '-I', 'gzip -9n', '-cf', join(fixtures, 'yesterday.tgz'), '.']);
}
