/** A practised Gerrit with a project whose branch holds two commits: one is merged, one waits on a branch to be proposed. */
import type { Clients } from '../../src/activities/clients.ts';
import { reviewChange } from '../../src/activities/gerrit/reviewChange.ts';
import { practiceGerrit } from '../../src/practice/gerrit/index.ts';
import type { PracticeGerrit, Reviewing } from '../../src/practice/gerrit/index.ts';
import { createClients } from '../../src/worker/clients.ts';
import { attempt, contextFor } from './attempt.ts';
import type { CaseWorld } from './conformance.ts';
import { caseWorld } from './case-world.ts';
import { startPracticeSystem } from './practice-system.ts';

export const project = 'services/clock/deploy';
export const source = 'services/clock';
/** On the branch to be proposed; files, times and people are the same in every world. */
export const proposed = '98d56d9423a970b55c200a80ebb15cb6f367a2c2';
/** Of whom `review` works for. */
export const reviewKey = 'earlier';
/** As `review` has it reviewed: the same with its Change-Id. */
export const reviewed = '9bbe783aa4f1892e4bfe17736b2381e7dc65c960';
/** The newest of the source. */
export const newest = '2a732695fb7616b5e3038d581e3d4a80cf140770';
const login = { username: 'slipway-bot', password: 'practice-cluster' };

export interface StartedGerrit {
  readonly gerrit: PracticeGerrit;
  readonly clients: Clients;
  readonly started: Awaited<ReturnType<typeof startPracticeSystem<PracticeGerrit>>>;
  refs(): Readonly<Record<string, string>>;
}

export async function startGerrit({
  pace = 0.001,
  reviewing = 'approve',
}: { pace?: number; reviewing?: Reviewing } = {}): Promise<StartedGerrit> {
  const started = await startPracticeSystem(
    (world) =>
      practiceGerrit(world, {
        login,
        reviewing,
        projects: [
          { name: source, commits: [{ message: 'Tick', branch: 'master', files: { 'clock.js': 'tick\n' } }] },
          {
            name: project,
            commits: [
              {
                message: 'Begin',
                branch: 'master',
                files: {
                  '.gitmodules': '[submodule "src"]\n\tpath = src\n\turl = ../clock\n',
                  'modules/old': 'old\n',
                },
                submodules: { src: '1'.repeat(40) },
                branches: ['sandbox/next'],
              },
              { message: 'Move on', branch: 'sandbox/next', files: { 'modules/new': 'new\n' } },
            ],
          },
        ],
      }),
    { pace },
  );
  process.env['TEST_GERRIT_PASSWORD'] = login.password;
  const password = { env: 'TEST_GERRIT_PASSWORD' };
  const { username } = login;
  const url = `${started.url}/gerrit`;
  const gerrit = started.system;
  return {
    gerrit,
    started,
    clients: createClients({
      gerrit: { type: 'gerrit', url, username, password },
      git: { type: 'git', url: `${url}/a`, username, password, branches: [] },
    }),
    refs: () => gerrit.refs(project),
  };
}

export async function gerritWorld(
  pace: number,
  prepare: (world: StartedGerrit) => Promise<unknown> = () => Promise.resolve(),
): Promise<CaseWorld> {
  const world = await startGerrit({ pace: pace / 10 });
  await prepare(world);
  return caseWorld(world.started, world.clients);
}

/** Change 1, with its votes. */
export const review = ({ clients }: Pick<StartedGerrit, 'clients'>) =>
  attempt(
    reviewChange.definition,
    { project, commit: proposed, pollSeconds: 0.1 },
    contextFor(clients, { key: reviewKey }),
  );
