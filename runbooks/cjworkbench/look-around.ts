/** What a deploy of CJWorkbench is made from: looked up while it is planned, and put down as facts with their evidence. */
import type { Facts, Planning } from 'slipway';
import { deployedCommit, testsOf, wayBetween } from './commits.ts';
import type { Way } from './commits.ts';
import { publishedImages } from './images.ts';
import type { Digests } from './images.ts';
import type { CjworkbenchInput } from './input.ts';
import { runningNow } from './running.ts';
import type { Running } from './running.ts';
import { schemaBetween } from './schema.ts';
import type { Schema } from './schema.ts';
import { settingsOf } from './settings.ts';
import type { Settings } from './settings.ts';

/** All that the nodes of the plan are built from. */
export interface Deploy {
  readonly facts: Facts<Planning>;
  readonly input: CjworkbenchInput;
  readonly settings: Settings;
  /** In full. */
  readonly commit: string;
  readonly digests: Digests;
  readonly running: Running;
  readonly way: Way;
  readonly schema: Schema;
  /** The registry as the cluster names it. */
  readonly imageHost: string;
}

export async function lookAround(input: CjworkbenchInput, facts: Facts<Planning>): Promise<Deploy> {
  const settings = settingsOf(facts);
  const commit = await deployedCommit(input.version, settings, facts);
  await testsOf(commit, settings, facts);
  const digests = await publishedImages(commit, settings, facts);
  const running = await runningNow(settings, facts);
  const from = running.commit;
  const way = await wayBetween({ from, to: commit }, settings, facts);
  const schema = await schemaBetween({ from, to: commit, way }, settings, facts);
  const imageHost = settings.imageHost ?? new URL(facts.clients.oci.baseUrl).host;
  return { facts, input, settings, commit, digests, running, way, schema, imageHost };
}
