/** What a scenario of sre-test must show, read from the snapshots and the result. Each gives what is wrong; nothing is good. */
import { z } from 'zod';
import { deployment, image, namespaceOf, repository } from '../../../practice/sre-test/options.ts';
import type { ReleaseEnd } from '../../release-end.ts';
import { whatIsWrong } from '../../wrong.ts';

const snapshotSchema = z.object({
  git: z.record(z.string(), z.record(z.string(), z.string())),
  oci: z.record(z.string(), z.record(z.string(), z.string())),
  kubernetes: z.object({
    deployments: z.record(z.string(), z.object({ image: z.string(), phase: z.string() })),
  }),
});

/** The environment runs the image of the commit, and the tags in the registry and in git say so. */
export function released({ environment, view, after }: ReleaseEnd): string[] {
  const { git, oci, kubernetes } = snapshotSchema.parse(after);
  const refs = git[repository] ?? {};
  const tags = oci[image] ?? {};
  const commit = refs['refs/heads/master'] ?? '';
  const digest = tags[commit] ?? 'none';
  const prod = environment === 'prod';
  const rc = Object.keys(tags).filter((tag) => tag.startsWith('RC') && tags[tag] === digest);
  const running = kubernetes.deployments[`${namespaceOf(prod ? 'prod' : 'dev')}/${deployment}`];
  const wrong: Readonly<Record<string, boolean>> = {
    [`the commit’s image is not what runs, but ${running?.image ?? 'nothing'}`]:
      running?.image.endsWith(`@${digest}`) !== true,
    'the rollout is not through': running?.phase !== 'Healthy',
    [`${prod ? 'live' : 'latest'} does not stand for it`]: tags[prod ? 'live' : 'latest'] !== digest,
    'the branch release is not at the commit': prod && refs['refs/heads/release'] !== commit,
    'git’s tag live is not at the commit': prod && refs['refs/tags/live'] !== commit,
    'it has no RC tag in the registry and in git':
      prod && !rc.some((tag) => refs[`refs/tags/${tag}`] === commit),
    'it was built again': prod && view.nodes.some(({ id }) => id === 'build'),
  };
  return whatIsWrong(environment, wrong);
}

/** The image was built, and its try stopped the release: nobody ever moved a tag or a pod onto it. */
export function brokenImage({ environment, result: { why }, effects, view }: ReleaseEnd): string[] {
  const state = view.nodes.find(({ id }) => id === 'test-image')?.state;
  const moved = effects.filter(
    ({ effect, target }) => effect !== 'tag.delete' && !target.includes(':candidate-'),
  );
  return [
    ...(state === 'failed' ? [] : [`${environment}: the try of the image did not fail, it is ${state}`]),
    ...(why.includes('image does not work')
      ? []
      : [`${environment}: it was not the image that stopped it: ${why}`]),
    ...moved.map(({ effect, target }) => `${environment}: there was an effect: ${effect} ${target}`),
  ];
}
