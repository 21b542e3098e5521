/** The exact commands that answer what a release waits for: shown in the CLI, in chat and in Temporal's web UI. */
import type { ReleaseRef } from '../activities/contract.ts';
import type { WaitingView } from './view.ts';

/** The short form of a release's id, `balrog/stage/3.111`, as the CLI takes it. */
export const shortId = ({
  runbook,
  environment,
  version,
}: Pick<ReleaseRef, 'runbook' | 'environment' | 'version'>): string => `${runbook}/${environment}/${version}`;

export function commandsFor(
  release: Pick<ReleaseRef, 'runbook' | 'environment' | 'version'>,
  node: string,
  what: WaitingView['for'],
): readonly string[] {
  const id = shortId(release);
  switch (what) {
    case 'confirm':
      return [`slipway watch ${id}`];
    case 'decision':
      return [`slipway approve ${id} ${node}`, `slipway reject ${id} ${node} --reason '…'`];
    case 'repair':
      return [
        `slipway retry ${id} ${node}`,
        `slipway skip ${id} ${node}`,
        `slipway rollback ${id}`,
        `slipway abort ${id}`,
      ];
    case 'undo-repair':
      return [`slipway retry ${id} ${node}`, `slipway skip ${id} ${node}`];
  }
}
