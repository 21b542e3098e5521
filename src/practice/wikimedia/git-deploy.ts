/** `git deploy` of the practised deployment host: Trebuchet's words and questions, over real git. */

export const gitDeploy = `#!/bin/sh
top=$(git rev-parse --show-toplevel)
lock=$top/.git/deploy-lock
goes_on() {
  printf 'Continue? ([d]etailed/[C]oncise report,[y]es,[n]o,[r]etry): '
  read -r answer || answer=n
  [ "$answer" = y ]
}
case $1 in
  start)
    if [ -e "$lock" ]; then echo "A deployment is under way: $(cat "$lock")" >&2; exit 1; fi
    echo "started by $(id -un)" >"$lock"
    echo 'Deployment started.' ;;
  abort)
    rm -f "$lock"
    echo 'Deployment aborted.' ;;
  sync)
    if [ ! -e "$lock" ]; then echo 'No deployment is under way: git deploy start' >&2; exit 1; fi
    while read -r target; do
      git -C "$target" fetch --quiet --force "$top" '+HEAD:refs/deployed/head' || echo "$target did not fetch" >&2
    done <"$top/.git/deploy-targets"
    goes_on || exit 1
    while read -r target; do
      git -C "$target" checkout --quiet --force --detach refs/deployed/head &&
        git -C "$target" submodule --quiet update --init --force ||
        echo "$target did not check out" >&2
    done <"$top/.git/deploy-targets"
    goes_on || exit 1
    rm -f "$lock"
    echo 'Deployment finished.' ;;
  *) echo "git deploy: no such action: $1" >&2; exit 1 ;;
esac
`;
