/** The programs of a practised host: what systemd, its journal and sudo are there. The services that they keep are real processes. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnitSeed } from './options.ts';

const systemctl = `#!/bin/sh
# start, stop, restart and show of the units below $HOME/units
verb=$1
for unit; do :; done
unit=\${unit%.service}
dir=$HOME/units/$unit
if [ ! -d "$dir" ]; then echo "Failed to $verb $unit.service: Unit $unit.service not found." >&2; exit 5; fi
alive() {
  [ -s "$dir/pid" ] || return 1
  state=$(sed 's/.*) //' "/proc/$(cat "$dir/pid")/stat" 2>/dev/null | cut -c1)
  [ -n "$state" ] && [ "$state" != Z ]
}
stop() {
  if alive; then
    pid=$(cat "$dir/pid"); tries=0
    kill -TERM "$pid" 2>/dev/null
    while alive; do
      tries=$((tries + 1))
      [ $tries -gt 200 ] && kill -KILL "$pid" 2>/dev/null
      sleep 0.05
    done
  fi
  rm -f "$dir/pid"
}
start() {
  if alive; then return; fi
  id=$(tr -d - </proc/sys/kernel/random/uuid)
  cd "$HOME/$(cat "$dir/directory")" || exit 6
  git rev-parse HEAD >"$dir/revision" 2>/dev/null
  setsid sh "$dir/run" >"$dir/log-$id" 2>&1 </dev/null &
  echo $! >"$dir/pid.new"
  mv "$dir/pid.new" "$dir/pid"
  echo "$id" >"$dir/invocation"
}
case $verb in
  start) start ;;
  stop) stop ;;
  restart) stop; start ;;
  show)
    if alive; then active=active; sub=running; pid=$(cat "$dir/pid")
    elif [ -s "$dir/pid" ]; then active=failed; sub=failed; pid=0
    else active=inactive; sub=dead; pid=0; fi
    printf 'ActiveState=%s\\nSubState=%s\\nMainPID=%s\\nInvocationID=%s\\n' "$active" "$sub" "$pid" "$(cat "$dir/invocation" 2>/dev/null)" ;;
  *) echo "Unknown command verb $verb." >&2; exit 1 ;;
esac
`;

const journalctl = `#!/bin/sh
# what one invocation of a unit has said
for word; do
  case $word in _SYSTEMD_INVOCATION_ID=*) id=\${word#*=} ;; esac
done
cat "$HOME"/units/*/log-"$id" 2>/dev/null || echo '-- No entries --'
`;

const sudo = `#!/bin/sh
# Nobody is another one there; who it is meant to be is told.
while :; do
  case $1 in
    -n | --) shift ;;
    -u) SUDO_AS=$2; export SUDO_AS; shift 2 ;;
    *) break ;;
  esac
done
exec "$@"
`;

/** How often a service looks whether its world is there. */
export const leashMs = 100;

/** Ends a service whose world is gone, even one that was killed outright. */
const leash = `setInterval(() => {
  try { process.kill(${process.pid}, 0); } catch { process.exit(1); }
}, ${leashMs}).unref();
`;

export function install(
  root: string,
  units: readonly UnitSeed[],
  more: Readonly<Record<string, string>> = {},
): void {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, text] of Object.entries({ systemctl, journalctl, sudo, ...more })) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(bin, 'leash.cjs'), leash);
  writeFileSync(
    join(bin, 'node'),
    `#!/bin/sh\nexec "${process.execPath}" --require "${join(bin, 'leash.cjs')}" "$@"\n`,
  );
  chmodSync(join(bin, 'node'), 0o755);
  for (const { name, directory, command } of units) {
    const dir = join(root, 'units', name);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'directory'), directory);
    writeFileSync(
      join(dir, 'run'),
      `exec ${command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')}\n`,
    );
  }
}
