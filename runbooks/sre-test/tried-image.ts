/** The image of a commit that has passed its test, if it was built: it must say itself that it is of that commit, and of this code. */
import type { Facts, Planning } from 'slipway';
import { digestOf, originOf } from '../registry.ts';
import { isSource } from '../source-label.ts';
import type { Settings } from './settings.ts';
import { commitTag } from './tags.ts';

export async function triedImage(
  commit: string,
  { settings, way }: { readonly settings: Settings; readonly way: 'on' | 'back' },
  facts: Facts<Planning>,
): Promise<string | undefined> {
  const { image, repository } = settings;
  const name = `${image}:${commitTag(commit)}`;
  const digest = await digestOf(facts, image, commitTag(commit));
  if (digest === undefined) return undefined;
  const { revision, source } = await originOf(facts, image, digest);
  const wrong = [
    ...(revision !== undefined && revision !== commit ? [`of the commit ${revision}`] : []),
    ...(source !== undefined && !isSource(source, repository) ? [`from ${source}`] : []),
  ];
  if (wrong.length > 0) {
    const says = `${name} was built ${wrong.join(' and ')}, not of ${commit} from ${repository}.`;
    // The ledger has it by its digest: what ran before may run again.
    if (way === 'on')
      return facts.refuse(
        says,
        'Somebody has moved that tag: take it away, release the commit to dev, and start again. Or correct `repository` in the vars of the environment.',
      );
    facts.warn(says);
  }
  const silent = [
    ...(revision === undefined ? ['of which commit'] : []),
    ...(source === undefined ? ['from which repository'] : []),
  ];
  if (silent.length > 0) facts.warn(`${name} does not say ${silent.join(' and ')} it was built.`);
  return digest;
}
