/** Users of a Deployment in a practised cluster, who ask it all the time: each request goes to one of its ready pods. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askThroughout } from '../../src/demo/ask-throughout.ts';
import { practiceApp } from '../../src/practice/app/index.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import { startWorld } from '../../src/practice/server.ts';

export async function usersOf(
  cluster: KubernetesPractice,
  { namespace, deployment }: { readonly namespace: string; readonly deployment: string },
): Promise<{
  /** The requests that failed. */
  stop(): Promise<readonly string[]>;
}> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-users-'));
  const front = await startWorld({ dir, systems: () => [practiceApp(cluster)] });
  const over = askThroughout(`${front.url}/app/${namespace}/${deployment}`);
  return {
    async stop() {
      const failed = await over();
      await front.stop();
      rmSync(dir, { recursive: true, force: true });
      return failed;
    },
  };
}
