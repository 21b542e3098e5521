// `npm run demo` on a fresh clone: installs and builds what is missing, then starts the demonstration.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/demo/main.js');

if (!existsSync(join(root, 'node_modules/@temporalio/worker'))) run('Installing packages', 'npm', ['ci']);
if (isStale()) run('Building', process.execPath, [join(root, 'scripts/build.mjs')]);
start(process.execPath, [program, ...process.argv.slice(2)]);

function isStale() {
  const built = join(root, 'dist/workflow-bundle.js');
  if (!existsSync(built) || !existsSync(program)) return true;
  const builtAt = statSync(built).mtimeMs;
  return readdirSync(join(root, 'src'), { recursive: true }).some(
    (file) => statSync(join(root, 'src', file)).mtimeMs > builtAt,
  );
}

/** What it says goes to standard error: with `--json`, standard output belongs to the demonstration. */
function run(saying, command, args) {
  process.stderr.write(`${saying} …\n`);
  const ran = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: false });
  if (ran.status !== 0) process.exit(ran.status ?? 1);
}

/** Signals go on to it, and it ends in order; Ctrl-C at a terminal reaches it anyway. */
function start(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}
