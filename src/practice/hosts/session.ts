/**
 * What sshd runs in place of each command: it hands the line to the world, which runs it by a shell as sshd would have, so that the
 * journal and the faults of the world see it; a connection that the world cuts is one that SSH has lost.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyVariable } from './options.ts';

const program = `#!/bin/sh
folder=$1 url=$2
at=$(mktemp -d "$folder/XXXXXXXX") || exit 255
printf %s "$SSH_ORIGINAL_COMMAND" >"$at/line"
cat >"$at/stdin"
# The first words that matter stand in the path: faults are asked for by it.
set -f
set -- $(printf %s "$SSH_ORIGINAL_COMMAND" | head -n 1 | tr -cd 'A-Za-z0-9 ./_-')
while [ "$1" = sudo ] || [ "$1" = -n ] || [ "$1" = -u ] || [ "$1" = -- ]; do
  [ "$1" = -u ] && shift
  shift
done
program=$1; shift
[ "$program" = git ] && [ "$1" = -C ] && shift 2
curl --silent --fail --output /dev/null --noproxy '*' --request POST \\
  --header "idempotency-key: $\{${keyVariable}-}" --header "session: $at" \\
  "$url/$program/$1/$2" || { rm -rf "$at"; echo 'Connection closed by the practice world' >&2; exit 255; }
cat "$at/stderr" >&2
cat "$at/stdout"
code=$(cat "$at/code")
rm -rf "$at"
exit "$code"
`;

/** The whole of sshd's `ForceCommand`. */
export function sessionCommand(dir: string, url: string): string {
  const [path, sessions] = [join(dir, 'session.sh'), join(dir, 'sessions')];
  mkdirSync(sessions, { recursive: true });
  writeFileSync(path, program);
  return `/bin/sh "${path}" "${sessions}" "${url}"`;
}
