/** Every command: its name, its line in `slipway --help`, and how to load it. Nothing else is loaded for the help. */
import type { CommandEntry } from './command.ts';

const running = 'Releases:';
const answering = 'Answers and orders:';
const places = 'Environments:';
const around = 'Around them:';

export const commandTable: readonly CommandEntry[] = [
  {
    name: 'plan',
    group: running,
    summary: 'show what a release would do, and do nothing',
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'start',
    group: running,
    summary: 'show the plan, ask, and start a release',
    load: () => import('./commands/start.ts'),
  },
  { name: 'list', group: running, summary: 'list releases', load: () => import('./commands/list.ts') },
  {
    name: 'watch',
    group: running,
    summary: 'follow a release as it goes, and answer it',
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'show',
    group: running,
    summary: 'show all of one release',
    load: () => import('./commands/show.ts'),
  },
  {
    name: 'report',
    group: running,
    summary: 'write one page about a release, with plots of its evidence',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'approve',
    group: answering,
    summary: 'approve a gate, a tripped guard or a plan',
    load: () => import('./commands/approve.ts'),
  },
  {
    name: 'reject',
    group: answering,
    summary: 'reject a gate or a tripped guard',
    load: () => import('./commands/reject.ts'),
  },
  {
    name: 'retry',
    group: answering,
    summary: 'retry a parked step, with other input if need be',
    load: () => import('./commands/retry.ts'),
  },
  {
    name: 'skip',
    group: answering,
    summary: 'skip a parked step or a parked undo',
    load: () => import('./commands/skip.ts'),
  },
  {
    name: 'pause',
    group: answering,
    summary: 'begin no further step',
    load: () => import('./commands/pause.ts'),
  },
  {
    name: 'resume',
    group: answering,
    summary: 'go on after a pause',
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'rollback',
    group: answering,
    summary: 'undo all that was done, newest first',
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'abort',
    group: answering,
    summary: 'stop, and leave all as it is',
    load: () => import('./commands/abort.ts'),
  },
  {
    name: 'board',
    group: places,
    summary: 'show which version is where, and where the live systems differ',
    load: () => import('./commands/board.ts'),
  },
  {
    name: 'diff',
    group: places,
    summary: 'show the commits between two environments',
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'where',
    group: places,
    summary: 'tell how far a commit, a version or a digest has come',
    load: () => import('./commands/where.ts'),
  },
  {
    name: 'queue',
    group: places,
    summary: 'show which release has an environment, and which wait',
    load: () => import('./commands/queue.ts'),
  },
  {
    name: 'history',
    group: places,
    summary: 'show what ran in an environment, when, by whom and why',
    load: () => import('./commands/history.ts'),
  },
  {
    name: 'promote',
    group: places,
    summary: 'release to an environment what runs in the one before it',
    load: () => import('./commands/promote.ts'),
  },
  {
    name: 'rollback-to',
    group: places,
    summary: 'bring back what ran in an environment before',
    load: () => import('./commands/rollback-to.ts'),
  },
  {
    name: 'freeze',
    group: places,
    summary: 'let no release into an environment',
    load: () => import('./commands/freeze.ts'),
  },
  {
    name: 'unfreeze',
    group: places,
    summary: 'lift a freeze',
    load: () => import('./commands/unfreeze.ts'),
  },
  {
    name: 'exempt',
    group: places,
    summary: 'let a waiting release go on through a freeze',
    load: () => import('./commands/exempt.ts'),
  },
  {
    name: 'hold',
    group: places,
    summary: 'mark a version as bad',
    load: () => import('./commands/hold.ts'),
  },
  {
    name: 'unhold',
    group: places,
    summary: 'take that mark away',
    load: () => import('./commands/unhold.ts'),
  },
  {
    name: 'triggers',
    group: places,
    summary: 'show what starts releases by itself; apply, pause, resume',
    load: () => import('./commands/triggers.ts'),
  },
  {
    name: 'dev',
    group: around,
    summary: 'run all of it on this machine',
    load: () => import('./commands/dev.ts'),
  },
  { name: 'worker', group: around, summary: 'run a worker', load: () => import('./commands/worker.ts') },
  {
    name: 'runbooks',
    group: around,
    summary: 'list the runbooks and their inputs',
    load: () => import('./commands/runbooks.ts'),
  },
  {
    name: 'steps',
    group: around,
    summary: 'list the steps there are, or explain one',
    load: () => import('./commands/steps.ts'),
  },
  {
    name: 'judge',
    group: around,
    summary: 'judge a canary from JSON lines, or a past one from Prometheus',
    load: () => import('./commands/judge.ts'),
  },
  {
    name: 'doctor',
    group: around,
    summary: 'check that everything is as it must be',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'init',
    group: around,
    summary: 'write a configuration and a runbook to begin with',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'completion',
    group: around,
    summary: 'print a completion script for a shell',
    load: () => import('./commands/completion.ts'),
  },
  {
    name: '__complete',
    summary: 'candidates for the completion scripts',
    load: () => import('./commands/complete.ts'),
  },
];
