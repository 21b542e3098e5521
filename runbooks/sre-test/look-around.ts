/** What a release of sre-test is made from: looked up while it is planned, and put down as facts with their evidence. */
import type { Facts, Planning } from 'slipway';
import { recordChanges, resolveCommit } from './commits.ts';
import { deployedImage } from '../deployed-image.ts';
import type { Deployed } from '../deployed-image.ts';
import type { SreTestInput } from './input.ts';
import { digestOf } from '../registry.ts';
import { triedImage } from './tried-image.ts';
import { settingsOf } from './settings.ts';
import type { Settings } from './settings.ts';
import { latest, live } from './tags.ts';

/** All that the nodes of the plan are built from. */
export interface SreTestRelease {
  readonly facts: Facts<Planning>;
  readonly input: SreTestInput;
  /** `back`: to what ran before. */
  readonly way: 'on' | 'back';
  readonly settings: Settings;
  /** In full. */
  readonly commit: string;
  /** Whether master holds it. */
  readonly onMaster: boolean;
  /** The tips of both branches. */
  readonly master: string;
  readonly release: string;
  /** The image of the commit that has passed its test, if it was built. */
  readonly digest: string | undefined;
  readonly deployed: Deployed;
  /** The image as the cluster names it, without a digest. */
  readonly image: string;
}

export async function lookAround(
  input: SreTestInput,
  facts: Facts<Planning>,
  way: SreTestRelease['way'],
): Promise<SreTestRelease> {
  const settings = settingsOf(facts);
  const { clients, signal } = facts;
  const { repository, image } = settings;
  const refs = await clients.git.refs(repository, { signal });
  const tip = (branch: string): string =>
    refs.get(`refs/heads/${branch}`)?.commit ??
    facts.refuse(
      `${repository} has no branch ${branch}.`,
      'Correct the branches in vars of the environment.',
    );
  const [master, release] = [tip(settings.master), tip(settings.release)];
  const commit = await resolveCommit(input.version, settings, facts);
  const onMaster = await clients.git.isAncestor(
    repository,
    { ancestor: commit, descendant: master },
    { signal },
  );
  const digest = await triedImage(commit, { settings, way }, facts);
  const deployed = await deployedImage(settings, facts);
  const follows = facts.environment.name === 'prod' ? live : latest;
  facts.record('deployed', {
    title: `Deployed in ${facts.environment.title}`,
    value: deployed.commit ?? 'unknown',
    evidence: [
      `${settings.namespace}/${settings.deployment} runs ${deployed.image}`,
      `the tag ${follows} stands for ${(await digestOf(facts, image, follows)) ?? 'nothing yet'}`,
      `${settings.master} is at ${master}, ${settings.release} at ${release}`,
    ],
  });
  await recordChanges({ from: deployed.commit, to: commit }, settings, facts);
  const host = settings.imageHost ?? new URL(clients.oci.baseUrl).host;
  return {
    facts,
    input,
    way,
    settings,
    commit,
    onMaster,
    master,
    release,
    digest,
    deployed,
    image: `${host}/${image}`,
  };
}
