/** Which commit is released, what has come since the deployed version, and what version the repository says it is. */
import type { Facts, Planning } from 'slipway';
import { commitOf, commitOfTag, fileAt, ownerAndRepo } from '../github.ts';
import type { BalrogInput } from './input.ts';
import type { Settings } from './settings.ts';
import { tagOf } from './versions.ts';

export async function releasedCommit(
  { environment, version, ref }: BalrogInput,
  settings: Settings,
  facts: Facts<Planning>,
): Promise<string> {
  const { repository, branch } = settings;
  const tag = tagOf(version);
  const tagged = await commitOfTag(facts, repository, tag);
  if (environment === 'prod' && tagged === undefined)
    return facts.refuse(
      `${repository} has no tag ${tag}.`,
      `Release ${version} to stage first: that makes its tag and its images.`,
    );
  const target = ref ?? branch;
  const sha = tagged ?? (await commitOf(facts, repository, target));
  if (sha === undefined)
    return facts.refuse(`${repository} has no ${target}.`, 'Name a branch or a commit that is there.');
  return facts.record('commit', {
    title: 'Released commit',
    value: sha,
    evidence: [
      tagged === undefined
        ? `the tip of ${target}; the release makes the tag ${tag} on it`
        : `the tag ${tag}`,
    ],
  });
}

export async function recordCommits(
  settings: Settings,
  { from, to }: { from: string; to: string },
  facts: Facts<Planning>,
): Promise<void> {
  const { data } = await facts.clients.github.rest.repos.compareCommitsWithBasehead({
    ...ownerAndRepo(settings.repository),
    basehead: `${from}...${to}`,
    per_page: 1,
    request: { signal: facts.signal },
  });
  facts.record('changes', {
    title: 'What changes',
    value: `${data.total_commits} commit${data.total_commits === 1 ? '' : 's'} since ${from}`,
    evidence: [data.html_url],
  });
}

export async function compareInRepoVersion(
  input: BalrogInput,
  settings: Settings,
  sha: string,
  facts: Facts<Planning>,
): Promise<void> {
  const { repository, versionFile: path, versionLine } = settings;
  const text = await fileAt(facts, { repository, path, ref: sha });
  if (text === undefined)
    return facts.refuse(
      `${repository} has no file ${path} at ${sha}.`,
      'Correct vars.versionFile in the configuration.',
    );
  const found = new RegExp(versionLine, 'm').exec(text)?.[1];
  if (found !== input.version)
    facts.warn(`${path} says ${found ?? 'no version'} at the released commit, not ${input.version}.`);
}
