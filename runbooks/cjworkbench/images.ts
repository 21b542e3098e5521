/** The published images of a commit: what is deployed is one of these, by its digest, and says itself what it was built of. */
import type { Facts, Planning } from 'slipway';
import { digestOf, revisionOf } from '../registry.ts';
import { images, repositoryOf } from './services.ts';
import type { ImageName } from './services.ts';
import type { Settings } from './settings.ts';

export type Digests = Readonly<Record<ImageName, string>>;

export async function publishedImages(
  commit: string,
  settings: Settings,
  facts: Facts<Planning>,
): Promise<Digests> {
  const found = await Promise.all(images.map((name) => published(name, commit, settings, facts)));
  const missing = found.filter(({ digest }) => digest === undefined);
  if (missing.length > 0)
    return facts.refuse(
      `There is no published image of ${commit} for ${missing.map(({ name }) => name).join(', ')}.`,
      'Images are published once the commit has passed its integration tests: wait for them, or see why they failed.',
    );
  const alien = found.filter(({ revision }) => revision !== undefined && revision !== commit);
  if (alien.length > 0)
    return facts.refuse(
      `Images that are tagged ${commit} were built of other commits: ${alien.map(({ name, revision }) => `${name} of ${revision ?? ''}`).join('; ')}.`,
      'Somebody has moved these tags. Publish the images anew, then start again.',
    );
  for (const { name, revision } of found)
    if (revision === undefined)
      facts.warn(`The image of ${name} does not say of which commit it was built: only its tag tells.`);
  facts.record('images', {
    title: 'Images',
    value: `${found.length} images of ${commit.slice(0, 12)}, by digest`,
    evidence: found.map(
      ({ name, digest, revision }) =>
        `${repositoryOf(settings, name)}:${commit} is ${digest ?? ''}${revision === undefined ? '' : ', built of that commit'}`,
    ),
  });
  return Object.fromEntries(found.map(({ name, digest }) => [name, digest])) as Digests;
}

async function published(name: ImageName, commit: string, settings: Settings, facts: Facts<Planning>) {
  const repository = repositoryOf(settings, name);
  const digest = await digestOf(facts, repository, commit);
  const revision = digest === undefined ? undefined : await revisionOf(facts, repository, digest);
  return { name, digest, revision };
}
