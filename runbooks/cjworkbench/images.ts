/** The published images of a commit: what is deployed is one of these, by its digest, and says itself what it was built of. */
import type { Facts, Planning } from 'slipway';
import { digestOf, originOf } from '../registry.ts';
import type { Origin } from '../registry.ts';
import { isSource } from '../source-label.ts';
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
  const foreign = found.filter(
    ({ source }) => source !== undefined && !isSource(source, settings.repository),
  );
  if (foreign.length > 0)
    return facts.refuse(
      `Images that are tagged ${commit} were not built from ${settings.repository}: ${foreign.map(({ name, source }) => `${name} from ${source ?? ''}`).join('; ')}.`,
      'Publish the images from that repository; or correct `repository` in the vars of the environment. Then start again.',
    );
  for (const { name, revision, source } of found) {
    if (revision === undefined)
      facts.warn(`The image of ${name} does not say of which commit it was built: only its tag tells.`);
    if (source === undefined)
      facts.warn(`The image of ${name} does not say from which repository it was built.`);
  }
  facts.record('images', {
    title: 'Images',
    value: `${found.length} images of ${commit.slice(0, 12)}, by digest`,
    evidence: found.map(
      ({ name, digest, revision, source }) =>
        `${repositoryOf(settings, name)}:${commit} is ${digest ?? ''}${revision === undefined ? '' : ', built of that commit'}${source === undefined ? '' : ` of ${source}`}`,
    ),
  });
  return Object.fromEntries(found.map(({ name, digest }) => [name, digest])) as Digests;
}

interface Published extends Origin {
  readonly name: ImageName;
  readonly digest: string | undefined;
}

async function published(
  name: ImageName,
  commit: string,
  settings: Settings,
  facts: Facts<Planning>,
): Promise<Published> {
  const repository = repositoryOf(settings, name);
  const digest = await digestOf(facts, repository, commit);
  const origin = digest === undefined ? {} : await originOf(facts, repository, digest);
  return { name, digest, ...origin };
}
