/** The doctor's look at git: whether the repositories answer, and whether the rules of their branches hold on GitHub, by rulesets or by classic protection. */
import type { DoctorFinding } from '../activities/calls.ts';
import type { Clients } from '../activities/clients.ts';
import { branchRef } from '../activities/git/names.ts';
import { partsOf } from '../activities/github/names.ts';
import { classicProtection } from './classic-protection.ts';
import type { Systems } from './config-systems.ts';

type Branch = NonNullable<Systems['git']>['branches'][number];

export async function gitAnswers(
  { git }: Clients,
  system: Systems['git'],
  signal: AbortSignal,
): Promise<string> {
  const repositories = [...new Set(system?.branches.map(({ repository }) => repository))];
  if (repositories.length === 0)
    return `is at ${git.baseUrl}; it names no branches, so nothing was asked of it`;
  for (const repository of repositories) await git.refs(repository, { signal });
  return `answers, and lets us read ${repositories.join(', ')}`;
}

export async function branchFindings(
  subject: string,
  clients: Clients,
  systems: Systems,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  const branches = systems.git?.branches ?? [];
  const [first] = branches;
  if (first === undefined) return [];
  if (systems.github === undefined)
    return [
      {
        subject: `${subject} rules`,
        ok: false,
        says: 'The rules of branches can’t be seen: git does not tell them, and this environment has no github system.',
        remedy:
          'Add a github system, or see to the rules yourself and take `branches` out of the configuration.',
      },
    ];
  return Promise.all(branches.map((branch) => ruleFinding(subject, clients, branch, signal)));
}

async function ruleFinding(
  subject: string,
  { git, github }: Clients,
  { repository, branch, rules }: Branch,
  signal: AbortSignal,
): Promise<DoctorFinding> {
  const place = { subject: `${subject} ${repository} ${branch}` };
  if (!(await git.refs(repository, { signal })).has(branchRef(branch)))
    return {
      ...place,
      ok: false,
      says: `${repository} has no branch ${branch}.`,
      remedy: 'Correct its name in the configuration.',
    };
  const { data } = await github.rest.repos.getBranchRules({
    ...partsOf(repository),
    branch,
    per_page: 100,
    request: { signal },
  });
  const byRulesets = new Set<string>(data.map(({ type }) => type));
  const lacking = rules.filter((rule) => !byRulesets.has(rule));
  if (lacking.length === 0) return { ...place, ok: true, says: `keeps the rules ${rules.join(', ')}` };
  const classic = await classicProtection(github, { repository, branch }, signal);
  if (!classic.seen)
    return {
      ...place,
      ok: false,
      says: `No ruleset enforces ${lacking.join(', ')}, and whether the branch’s classic protection does is not for this token to read.`,
      remedy: `Let the token read the repository’s administration (a fine-grained token: Administration, read), or ${rulesetFor(branch, lacking)}`,
    };
  const missing = lacking.filter((rule) => !classic.rules.has(rule));
  if (missing.length === 0) return { ...place, ok: true, says: keptBy(rules, classic) };
  return {
    ...place,
    ok: false,
    says: `Nothing enforces ${missing.join(', ')}: anybody who may push can do that to it.`,
    remedy: capital(rulesetFor(branch, missing)),
  };
}

const rulesetFor = (branch: string, types: readonly string[]): string =>
  `add a ruleset for ${branch} on GitHub (Settings, Rules) with ${types.join(', ')}; let the worker’s account alone bypass it.`;

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const keptBy = (rules: readonly string[], { sparesAdmins }: { readonly sparesAdmins: boolean }): string =>
  `keeps the rules ${rules.join(', ')}, in part by its classic protection${sparesAdmins ? ', which does not bind administrators' : ''}`;
