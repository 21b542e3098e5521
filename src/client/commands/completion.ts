/** `slipway completion <shell>`: a script for the shell; it asks `slipway __complete` for candidates. */
import { Argument } from 'commander';
import type { CommandModule } from '../command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText(
      'after',
      '\nbash:  source <(slipway completion bash)\nzsh:   source <(slipway completion zsh)\nfish:  slipway completion fish | source',
    )
    .action((shell: Shell) => terminal.print(scripts[shell].trim()));
};

/** The words up to the cursor go to `__complete`, the one being typed last; it answers a candidate a line. */
const scripts: Record<Shell, string> = {
  bash: `
_slipway() {
  local word="\${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    [ -n "$line" ] && COMPREPLY+=("$line")
  done < <(slipway __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _slipway slipway
`,
  zsh: `
#compdef slipway
_slipway() {
  local -a candidates
  candidates=("\${(@f)$(slipway __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -Q -- \${candidates:#}
}
compdef _slipway slipway
`,
  fish: `
function __slipway_complete
  set -l words (commandline -opc) (commandline -ct)
  slipway __complete -- $words[2..-1] 2>/dev/null
end
complete -c slipway -f -a '(__slipway_complete)'
`,
};
