/** Steps 6 to 11 of the page: the deploy dance, one host with its checks, then the others; asked throughout as users do. */
import { sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { environment, trebuchet } from 'slipway/steps';
import { deployCommit } from './deploy-repository.ts';
import type { ServiceRelease } from './look-around.ts';
import { askedThroughout, rollOver } from './roll.ts';

export function deployPlan(release: ServiceRelease): BuiltNode {
  const { facts, settings } = release;
  const { nodes, commit } = deployCommit(release);
  const { title } = facts.environment;
  return sequence(
    `${settings.service} ${release.commit.slice(0, 12)} to ${title}`,
    [...nodes, askedThroughout(release, onHosts(release, commit))],
    { id: 'release' },
  );
}

function onHosts(release: ServiceRelease, commit: ReturnType<typeof deployCommit>['commit']): BuiltNode {
  const { facts, settings, commit: source } = release;
  const { service: unit, directory, deploymentHost: host, owner, targetOwner } = settings;
  const deploy = trebuchet.deploy(
    {
      host,
      directory,
      ...(owner === undefined ? {} : { owner }),
      ...(targetOwner === undefined ? {} : { targetOwner }),
      commit,
      targets: settings.hosts.map(({ name }) => name),
    },
    { id: 'dance', title: `The deploy dance on ${host}`, required: true, onFailure: 'rollback' },
  );
  const { previous } = deploy.output;
  const git = [
    ...(targetOwner === undefined ? [] : ['sudo', '-n', '-u', targetOwner, '--']),
    'git',
    '-C',
    directory,
  ];
  const putBack = [
    { command: [...git, 'checkout', '--quiet', '--force', '--detach', previous] },
    { command: [...git, 'submodule', '--quiet', 'update', '--init', '--force'] },
  ];
  const recorded = environment.record(
    { service: unit, version: source.slice(0, 12), commit: source, repository: settings.sourceProject },
    { id: 'record', title: `Record that ${facts.environment.title} runs it` },
  );
  return sequence('The hosts', [deploy, ...rollOver(release, { putBack }), recorded], { id: 'hosts' });
}
