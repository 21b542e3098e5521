/** Wikimedia's practice world, started, and its runbook planned against it; and as conformance cases share it. */
import { afterAll, beforeAll } from '@jest/globals';
import wikimediaServices from '../../runbooks/wikimedia-services.ts';
import type { PracticeGerrit } from '../../src/practice/gerrit/index.ts';
import type { PracticeHosts } from '../../src/practice/hosts/index.ts';
import type { WikimediaOptions } from '../../src/practice/wikimedia/options.ts';
import { deployProject, directory, sourceProject } from '../../src/practice/wikimedia/options.ts';
import { wikimediaWorld } from '../../src/practice/wikimedia/seed.ts';
import { startPlannedWorld } from './planned-world.ts';
import { describeWithDeployments } from './real-parts.ts';

interface Wanted extends WikimediaOptions {
  readonly pace?: number;
  readonly runbook?: Parameters<typeof startPlannedWorld>[0]['runbook'];
}

export async function startWikimedia(options: Wanted = {}) {
  const { pace = 0.01, runbook = wikimediaServices, ...others } = options;
  const planned = await startPlannedWorld({
    runbook,
    systems: wikimediaWorld(others),
    cwd: 'runbooks/practice/wikimedia-services',
    pace,
  });
  const gerrit = planned.system<PracticeGerrit>('gerrit');
  return {
    ...planned,
    gerrit,
    hosts: planned.system<PracticeHosts>('hosts'),
    /** The newest commit of the source. */
    newest: (): string => gerrit.refs(sourceProject)['refs/heads/master'] ?? '',
    deployed: (): string => gerrit.refs(deployProject)['refs/heads/master'] ?? '',
    /** Where a checkout on a host is. */
    head: async (host: string): Promise<string> =>
      (
        await planned.system<PracticeHosts>('hosts').run(host, `git -C ${directory} rev-parse HEAD`)
      ).stdout.trim(),
  };
}

export type StartedWikimedia = Awaited<ReturnType<typeof startWikimedia>>;

/** A suite whose tests share one world. */
export function describeWikimedia(
  name: string,
  body: (world: () => StartedWikimedia) => void,
  options: Parameters<typeof startWikimedia>[0] = {},
): void {
  describeWithDeployments(name, () => {
    let started: StartedWikimedia | undefined;
    const world = (): StartedWikimedia => {
      if (started === undefined) throw new Error('The world has not been started.');
      return started;
    };
    beforeAll(async () => {
      started = await startWikimedia(options);
    }, 120_000);
    afterAll(() => started?.stop());
    body(world);
  });
}
