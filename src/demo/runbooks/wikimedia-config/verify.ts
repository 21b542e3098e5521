/** What a scenario of Wikimedia's configuration must show, read from the snapshots and the result. Each gives what is wrong; nothing is good. */
import { z } from 'zod';
import { configFile, fonts, groups, service } from '../../../practice/wikimedia/options.ts';
import type { Group } from '../../../practice/wikimedia/options.ts';
import { lockFile } from '../../../practice/wikimedia/puppet.ts';
import type { ReleaseEnd } from '../../release-end.ts';
import { hostsOf, whatIsWrong } from '../../wrong.ts';

const snapshotSchema = z.object({
  hosts: z.record(
    z.string(),
    z.object({
      units: z.record(z.string(), z.object({ up: z.boolean() })),
      files: z.record(z.string(), z.string().nullable()),
    }),
  ),
  gerrit: z.object({ open: z.array(z.string()) }),
});

/** Every host of the environment has the value and works with it, its agent is free again, and those of the other have not. */
export function configured({ environment, after, effects }: ReleaseEnd): string[] {
  const { hosts, gerrit } = snapshotSchema.parse(after);
  const { targets } = groups[environment as Group];
  const has = (host: string, file: string): string => hosts[host]?.files[file] ?? '';
  const later = environment === 'production' ? groups['deployment-prep'].targets : [];
  const runs = hostsOf(effects, 'puppet.run');
  const wrong: Readonly<Record<string, boolean>> = {
    'not every host is up': targets.some((host) => hosts[host]?.units[service]?.up !== true),
    'not every host has the value': targets.some((host) => !has(host, configFile).includes(fonts.other)),
    'an agent is still held': targets.some((host) => has(host, lockFile) !== ''),
    'hosts of another environment have it': later.some((host) => has(host, configFile).includes(fonts.other)),
    [`agents ran otherwise: ${runs.join(', ')}`]: runs.join() !== targets.join(),
    'a service was restarted that its agent had restarted': hostsOf(effects, 'service.restart').length > 0,
    'a change is still open': gerrit.open.length > 0,
  };
  return whatIsWrong(environment, wrong);
}

/** One host was tried and worked, the second was put back at once, the third was left alone. */
export function stoppedAtBadHost({ environment, result: { why }, effects, view }: ReleaseEnd): string[] {
  const [first, second] = groups.production.targets;
  const runs = hostsOf(effects, 'puppet.run');
  const state = (id: string) => view.nodes.find((node) => node.id === id)?.state;
  const wrong: Readonly<Record<string, boolean>> = {
    [`the first host did not pass its checks, it is ${state('check-first')}`]:
      state('check-first') !== 'undone' && state('check-first') !== 'done',
    [`it was not ${second} that stopped it: ${why}`]: !why.includes(`${second} did not come back`),
    'nobody is told what the host lacks': !why.includes(`no font ${fonts.other}`),
    'it was not put back at once': !why.includes('it was put back, and works again'),
    [`agents ran otherwise: ${runs.join(', ')}`]: runs.join() !== [first, second].join(),
  };
  return whatIsWrong(environment, wrong);
}
