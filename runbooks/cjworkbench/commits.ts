/** Which commit is deployed, whether its tests have passed, and what lies between it and what runs now. */
import { z } from 'slipway';
import type { Facts, Planning } from 'slipway';
import { commitOf, found, ownerAndRepo } from '../github.ts';
import type { Settings } from './settings.ts';

export async function deployedCommit(
  version: string,
  { repository }: Settings,
  facts: Facts<Planning>,
): Promise<string> {
  const sha = await commitOf(facts, repository, version);
  return (
    sha ??
    facts.refuse(
      `${repository} has no commit ${version}, or more than one begins so.`,
      'Push it first, or give more of its digits.',
    )
  );
}

/** Named ones must have passed; without names, the images alone prove it, for they are published after the tests. */
export async function testsOf(
  commit: string,
  { repository, integrationTests }: Settings,
  facts: Facts<Planning>,
): Promise<void> {
  if (integrationTests.length === 0)
    return facts.warn(
      'No test is asked for (`integrationTests` of the vars): that the images are published is all that speaks for the commit.',
    );
  const { github } = facts.clients;
  const runs = await github.paginate(github.rest.checks.listForRef, {
    ...ownerAndRepo(repository),
    ref: commit,
    per_page: 100,
    request: { signal: facts.signal },
  });
  const states = integrationTests.map((name) => {
    const run = runs.find((one) => one.name === name);
    return { name, state: run === undefined ? 'never run' : (run.conclusion ?? run.status) };
  });
  const wrong = states.filter(({ state }) => state !== 'success');
  if (wrong.length > 0)
    return facts.refuse(
      `${commit} has not passed its integration tests: ${wrong.map(({ name, state }) => `${name} is ${state}`).join('; ')}.`,
      'Only what has passed is published, and only what is published is deployed: see to the tests first.',
    );
  facts.record('tests', {
    title: 'Integration tests',
    value: 'passed',
    evidence: states.map(({ name, state }) => `${name}: ${state}`),
  });
}

const counted = (commits: number): string => `${commits} commit${commits === 1 ? '' : 's'}`;

/** `back`: everything that is deployed is in what runs now. `aside`: neither holds the other. */
export type Way = 'same' | 'forward' | 'back' | 'aside' | 'unknown';

const ways = { identical: 'same', ahead: 'forward', behind: 'back', diverged: 'aside' } as const;
const compareSchema = z.object({
  status: z.enum(['identical', 'ahead', 'behind', 'diverged']),
  ahead_by: z.number(),
  behind_by: z.number(),
  html_url: z.string(),
});

/** More of them say no more. */
const most = 20;

export async function wayBetween(
  { from, to }: { readonly from: string | undefined; readonly to: string },
  { repository }: Settings,
  facts: Facts<Planning>,
): Promise<Way> {
  if (from === undefined) {
    facts.warn(
      'What changes can’t be told: a service’s image names no commit, or services run commits that have parted.',
    );
    return 'unknown';
  }
  const compared = await comparison({ from, to }, repository, facts);
  if (compared === undefined) {
    facts.warn(`What changes can’t be told: ${repository} no longer has ${from}, which runs now.`);
    return 'unknown';
  }
  const { status, ahead_by: comes, behind_by: goes, html_url: link } = compareSchema.parse(compared.data);
  facts.record('changes', {
    title: 'What changes',
    value: goes === 0 ? `${counted(comes)} new` : `${counted(comes)} new, ${goes} gone`,
    evidence: [
      link,
      ...compared.data.commits
        .slice(0, most)
        .map(({ sha, commit }) => `comes: ${sha.slice(0, 12)} ${commit.message.split('\n')[0] ?? ''}`),
    ],
  });
  return ways[status];
}

/** Of several commits the one that holds all others; undefined where they have parted, or one is not known. */
export async function newestOf(
  commits: readonly string[],
  { repository }: Settings,
  facts: Facts<Planning>,
): Promise<string | undefined> {
  for (const to of commits) {
    const others = commits.filter((from) => from !== to);
    const compared = await Promise.all(others.map((from) => comparison({ from, to }, repository, facts)));
    if (compared.every((one) => one?.data.status === 'ahead')) return to;
  }
  return undefined;
}

const comparison = (
  { from, to }: { readonly from: string; readonly to: string },
  repository: string,
  facts: Facts<Planning>,
) =>
  found(() =>
    facts.clients.github.rest.repos.compareCommitsWithBasehead({
      ...ownerAndRepo(repository),
      basehead: `${from}...${to}`,
      per_page: most,
      request: { signal: facts.signal },
    }),
  );
