/** What a release is made from: the commit, whether the deploy repository has it already, and what the hosts run now. */
import type { Facts, Planning } from 'slipway';
import type { WikimediaInput } from './input.ts';
import { recordRunning } from './running.ts';
import { settingsOf } from './settings.ts';
import type { Settings } from './settings.ts';

export interface ServiceRelease {
  readonly facts: Facts<Planning>;
  readonly settings: Settings;
  /** Of the source, in full. */
  readonly commit: string;
  /** The commit of the deploy repository, if its newest is of this very commit. */
  readonly deployCommit: string | undefined;
}

/** By it a deploy repository's history tells what it holds. */
export const messageOf = ({ service }: Settings, commit: string): string => `Update ${service} to ${commit}`;

export async function lookAround(input: WikimediaInput, facts: Facts<Planning>): Promise<ServiceRelease> {
  const settings = settingsOf(facts);
  const { clients, signal } = facts;
  const { sourceProject, deployProject, branch } = settings;
  const found = await clients.git.resolve(sourceProject, input.version, { signal });
  if (found === undefined)
    return facts.refuse(
      `No branch and no tag of ${sourceProject} has ${input.version}, or more than one commit begins so.`,
      'Merge it first, or give more of its digits.',
    );
  const tip = await clients.git.resolve(deployProject, branch, { signal });
  if (tip === undefined)
    return facts.refuse(`${deployProject} has no branch ${branch}.`, 'Correct the vars of the environment.');
  const deployCommit = tip.subject === messageOf(settings, found.sha) ? tip.sha : undefined;
  facts.record('commit', {
    title: 'Released commit',
    value: found.sha,
    evidence: [`${found.subject} (${found.author}), of ${sourceProject}`],
  });
  facts.record('deploy-repository', {
    title: 'Deploy repository',
    value: deployCommit === undefined ? 'gets a new commit by this release' : 'has it already',
    evidence: [`${branch} of ${deployProject} is at ${tip.sha}: ${tip.subject}`],
  });
  return { facts, settings: await recordRunning(facts, settings), commit: found.sha, deployCommit };
}
