/** What a commit must have before it is released: checks that have passed, images that are published. */
import { short } from '../../activities/git/names.ts';
import { checksOf, judge } from '../../activities/github/checks.ts';
import { look } from '../../activities/oci/manifests.ts';
import type { TriggerSource } from '../config-triggers.ts';
import type { SourceContext } from './source.ts';

type Branch = Extract<TriggerSource, { type: 'branch' }>;

/** What it lacks, in words; undefined: nothing. */
export async function lacking(
  ctx: SourceContext,
  { repository, ready }: Branch,
  commit: string,
): Promise<string | undefined> {
  const { checks = [], images = [] } = ready ?? {};
  const lacks = [
    ...(await unpassed(ctx, { repository, checks, commit })),
    ...(await unpublished(ctx, images, commit)),
  ];
  return lacks.length === 0 ? undefined : `${short(commit)} lacks ${lacks.join(', ')}`;
}

async function unpassed(
  ctx: SourceContext,
  {
    repository,
    checks,
    commit,
  }: Readonly<Record<'repository' | 'commit', string>> & { readonly checks: readonly string[] },
): Promise<string[]> {
  if (checks.length === 0) return [];
  const verdict = judge(await checksOf(ctx, repository, commit)(), { names: checks, minimum: 0 });
  switch (verdict.state) {
    case 'passed':
      return [];
    case 'failed':
      return verdict.checks.map(({ name, says }) => `${name} (it ended ${says})`);
    case 'pending':
      return [...verdict.waitsFor];
  }
}

async function unpublished(
  { clients, signal }: SourceContext,
  images: readonly string[],
  commit: string,
): Promise<string[]> {
  const found = await Promise.all(
    images.map((repository) => look(clients.oci, { repository, reference: commit }, signal)),
  );
  return images.filter((_, at) => found[at] === undefined).map((repository) => `the image ${repository}`);
}
