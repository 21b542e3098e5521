/** What keeps releases from their end, as they tell themselves, and who has an environment. */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { EnvironmentsClient } from '../../environment/client.ts';
import type { Waiting, WhoWaits } from '../../environment/knot.ts';
import { statusQuery } from '../../workflows/messages.ts';
import type { ReleaseView } from '../../workflows/view.ts';

export const whoWaits = (
  client: Client,
  environments: Pick<EnvironmentsClient, 'read'>,
  signal: AbortSignal,
): WhoWaits => ({
  holder: async (environment) => (await environments.read(environment, signal))?.holder?.release.id,
  async of(release) {
    const handle = client.workflow.getHandle(release);
    try {
      const { status } = await handle.describe();
      // One that was terminated would answer as it was then.
      return status.name === 'RUNNING' ? waitingOf(await handle.query<ReleaseView>(statusQuery)) : undefined;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  },
});

/** What waits for no holder waits for a freeze or a hold to be lifted: nobody has what it wants. */
const waitingOf = ({ leases = [], nodes }: Pick<ReleaseView, 'leases' | 'nodes'>): Waiting => ({
  environments: leases.flatMap(({ environment, news }) =>
    news?.state === 'queued' && news.holder !== undefined ? [environment] : [],
  ),
  within: nodes.flatMap(({ type, state, note }) =>
    type === 'release' && state === 'running' && note !== undefined ? [note] : [],
  ),
});
