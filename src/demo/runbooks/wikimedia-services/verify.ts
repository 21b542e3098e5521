/** What a scenario of Wikimedia's services must show, read from the snapshots and the result. Each gives what is wrong; nothing is good. */
import { z } from 'zod';
import { groups, service } from '../../../practice/wikimedia/options.ts';
import type { Group } from '../../../practice/wikimedia/options.ts';
import type { ReleaseEnd } from '../../release-end.ts';
import { hostsOf, whatIsWrong } from '../../wrong.ts';

const snapshotSchema = z.object({
  hosts: z.record(
    z.string(),
    z.object({
      units: z.record(z.string(), z.object({ up: z.boolean(), revision: z.string().nullable() })),
    }),
  ),
  gerrit: z.object({ open: z.array(z.string()) }),
});

const reviewSchema = z.object({ commit: z.string() });

/** Every host of the environment runs the commit that went through review; the second environment is given the same. */
export function deployed({ environment, view, after, before, effects }: ReleaseEnd): string[] {
  const { hosts, gerrit } = snapshotSchema.parse(after);
  const { targets } = groups[environment as Group];
  const reviewed = view.nodes.find(({ id }) => id === 'review');
  const runs = targets.map((host) => hosts[host]?.units[service]);
  const commits = new Set(runs.map((one) => one?.revision));
  const was = snapshotSchema.parse(before).hosts[targets[0]]?.units[service]?.revision;
  const merged = reviewed === undefined ? undefined : reviewSchema.safeParse(reviewed.output).data?.commit;
  const others = hosts[groups.production.targets[0]]?.units[service]?.revision;
  const restarts = hostsOf(effects, 'service.restart');
  const wrong: Readonly<Record<string, boolean>> = {
    'not every host is up': runs.some((one) => one?.up !== true),
    [`the hosts run several commits: ${[...commits].join(', ')}`]: commits.size !== 1,
    'the hosts run what they ran before': commits.has(was),
    'the hosts do not run what was reviewed':
      environment === 'production' && (merged === undefined || !commits.has(merged)),
    'it was reviewed again': environment !== 'production' && reviewed !== undefined,
    'it does not run what production runs': !commits.has(others),
    [`the hosts were restarted otherwise: ${restarts.join(', ')}`]: restarts.join() !== targets.join(),
    'a change is still open': gerrit.open.length > 0,
  };
  return whatIsWrong(environment, wrong);
}

/** One host was tried and worked, the second was put back, the third was left alone. */
export function stoppedAtBadHost({ environment, result: { why }, effects, view }: ReleaseEnd): string[] {
  const [first, second, third] = groups.production.targets;
  const restarts = hostsOf(effects, 'service.restart');
  const state = (id: string) => view.nodes.find((node) => node.id === id)?.state;
  const wrong: Readonly<Record<string, boolean>> = {
    [`the first host did not pass its checks, it is ${state('check-first')}`]:
      state('check-first') !== 'undone' && state('check-first') !== 'done',
    [`it was not ${second} that stopped it: ${why}`]: !why.includes(`${second} did not come back`),
    'nobody is told what the host lacks': !why.includes('no STIX fonts'),
    [`hosts were restarted otherwise: ${restarts.join(', ')}`]:
      restarts.join() !== [first, second, second, first].join(),
    [`${third} was touched`]: restarts.includes(third),
  };
  return whatIsWrong(environment, wrong);
}
