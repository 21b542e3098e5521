/** The config deployment of the page: the patch is reviewed, agents are held, it is merged, and each host has its turn with its own agent. */
import { parallel, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { environment, gerrit, git, ssh } from 'slipway/steps';
import { askedThroughout, rollOver } from '../wikimedia-services/roll.ts';
import type { ConfigRelease } from './look-around.ts';

export function configPlan(release: ConfigRelease): BuiltNode {
  const { facts, settings, input, by } = release;
  const { title } = facts.environment;
  const { patch, review, merge } = repository(release);
  const recorded = environment.record(
    {
      service: `${settings.service}-config`,
      version: input.version,
      commit: merge.output.commit,
      repository: settings.puppetProject,
    },
    { id: 'record', title: `Record that ${title} is told so` },
  );
  const hosts = sequence(
    'The hosts',
    [...rollOver(release, { ...agentRuns(release), shows: input.shows }), recorded],
    { id: 'hosts' },
  );
  return sequence(
    `${by} in ${title}`,
    [
      patch,
      review,
      heldHosts(release),
      askedThroughout(release, sequence('Into force', [merge, hosts], { id: 'into-force' })),
    ],
    { id: 'release' },
  );
}

function repository({ facts, settings, input, file, line, by }: ConfigRelease) {
  const {
    puppetProject: project,
    puppetBranch: branch,
    service,
    author,
    authorEmail,
    pollSeconds,
  } = settings;
  const patch = git.changeFile(
    {
      repository: project,
      branch,
      path: file,
      line,
      by,
      message: `${service}: set ${input.key} in ${facts.environment.title}\n\n${input.version}: ${by}`,
      author: { name: author, email: authorEmail },
    },
    { id: 'patch', title: `Commit the change of ${file}`, required: true },
  );
  const review = gerrit.reviewChange(
    { project, branch, commit: patch.output.commit, pollSeconds },
    {
      id: 'review',
      title: `Have it reviewed for ${branch} of ${project}`,
      required: true,
      leaves: 'the change in Gerrit, abandoned or reverted',
    },
  );
  // Agents are held between the two: for as long as the hosts take, and not for as long as a review does.
  const { number, commit } = review.output;
  const merge = gerrit.mergeChange(
    { project, number, commit, pollSeconds },
    {
      id: 'merge',
      title: `Merge it into ${branch} of ${project}`,
      required: true,
      leaves: 'the change and its revert in the history of the puppet repository',
    },
  );
  return { patch, review, merge };
}

/** By it a held agent is known to be ours. */
const reasonOf = ({ facts, input }: ConfigRelease): string =>
  `Slipway: wikimedia-config ${facts.environment.name} ${input.version}`;

/** A copy for each commit of the repository: what the agents have made of it before. */
const copyOf = ({ settings, tip }: ConfigRelease): string => `${settings.configFile}.${tip.slice(0, 12)}`;

const asRoot = ({ settings }: ConfigRelease, command: readonly string[]): string[] => [
  ...(settings.sudo ? ['sudo', '-n', '--'] : []),
  ...command,
];

/** Agents run by themselves every half hour: held, none of them takes the change out of its turn. */
function heldHosts(release: ConfigRelease): BuiltNode {
  const { settings } = release;
  const as = (...command: string[]) => asRoot(release, command);
  const reason = reasonOf(release);
  const copy = copyOf(release);
  const each = settings.hosts.map(({ name: host }, index) => {
    const id = `${host
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 40)}-${index + 1}`;
    const hold = ssh.run(
      {
        host,
        command: as('puppet', 'agent', '--disable', reason),
        // 0 only if it is held, and by us; 1 if it is not; anything else if that can't be read.
        see: as('grep', '-rqsF', '--include=agent_disabled.lock', '--', reason, settings.agentState),
        undo: { by: 'order', command: as('puppet', 'agent', '--enable') },
      },
      { id: `hold-${id}`, title: `Hold the agent on ${host}`, required: true, onFailure: 'rollback' },
    );
    const keep = ssh.run(
      {
        host,
        command: as('cp', '--preserve', '--', settings.configFile, copy),
        see: as('test', '-e', copy),
        undo: { by: 'order', command: as('rm', '--', copy) },
      },
      { id: `keep-${id}`, title: `Keep a copy of its configuration`, required: true, onFailure: 'rollback' },
    );
    return sequence(host, [hold, keep], { id: `ready-${id}` });
  });
  return parallel('Hold the agents', each, { id: 'hold', limit: 10 });
}

/** The agent applies what was reviewed; a host that does not work with it gets its copy back, and its agent is held again. */
function agentRuns(release: ConfigRelease) {
  const { settings } = release;
  const as = (...command: string[]) => asRoot(release, command);
  const run = ['puppet', 'agent', '--onetime', '--no-daemonize', '--no-splay', '--detailed-exitcodes'];
  return {
    prepare: [
      { command: as('puppet', 'agent', '--enable') },
      {
        command: as(...run),
        // 2: there were changes, and all were applied.
        codes: [0, 2],
        // A run of the agent's own, every half hour, has the host just now.
        busy: { says: 'already in progress', seconds: settings.agentSeconds },
      },
    ],
    putBack: [
      { command: as('puppet', 'agent', '--disable', reasonOf(release)) },
      { command: as('cp', '--preserve', '--', copyOf(release), settings.configFile) },
    ],
  };
}
