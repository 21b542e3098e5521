/** The repository of configuration, and the agent that applies it to a host: Puppet's words and exit codes, for one file. */
import type { GitRepositorySeed } from '../git/index.ts';
import { configFile, fontKey, fonts, groups, puppetBranch, puppetProject, service } from './options.ts';

const dataOf = (where: string): string =>
  `# What services in ${where} are told.\ncitoid::wskey: "none"\n${fontKey}: "${fonts.first}"\n${service}::port: 10044\n`;

export const puppetSeed: GitRepositorySeed = {
  name: puppetProject,
  commits: [
    {
      message: `${service}: name its font`,
      branch: puppetBranch,
      files: Object.fromEntries(Object.entries(groups).map(([name, { data }]) => [data, dataOf(name)])),
    },
  ],
};

/** Below a host's home: where the repository is, and the file that it fills in. */
export const agentFiles = { settings: 'etc/puppet/agent', template: 'etc/puppet/config.json' } as const;
export const lockFile = 'var/lib/puppet/state/agent_disabled.lock';
/** There as long as a run is under way. */
export const runFile = 'var/lib/puppet/state/agent_catalog_run.lock';
/** Stands in the template for what the repository says. */
export const fontPlace = '@font@';

export const puppet = `#!/bin/sh
lock=$HOME/${lockFile}
mkdir -p "\${lock%/*}"
case "$1 $2" in
  'agent --disable') [ -e "$lock" ] || printf '{"disabled_message":"%s"}' "$3" >"$lock"; exit 0 ;;
  'agent --enable') rm -f "$lock"; exit 0 ;;
  'agent --onetime') ;;
  *) echo "puppet: no such order: $*" >&2; exit 1 ;;
esac
if [ -e "$lock" ]; then echo "Notice: Skipping run of Puppet configuration client; administratively disabled: $(cat "$lock")" >&2; exit 1; fi
if [ -e "$HOME/${runFile}" ]; then echo "Notice: Run of Puppet configuration client already in progress; skipping  ($HOME/${runFile} exists)" >&2; exit 1; fi
. "$HOME/${agentFiles.settings}"
font=$(git --git-dir="$repository" show "${puppetBranch}:$data" | sed -n 's/^${fontKey}: //p')
if [ -z "$font" ]; then echo 'Error: Could not retrieve catalog from remote server' >&2; exit 1; fi
file=$HOME/${configFile}
sed "s|${fontPlace}|$font|" "$HOME/${agentFiles.template}" >"$file.new"
if cmp -s "$file.new" "$file"; then rm "$file.new"; echo 'Notice: Applied catalog'; exit 0; fi
mv "$file.new" "$file"
echo "Notice: ${configFile}: content changed"
systemctl restart ${service}
exit 2
`;
