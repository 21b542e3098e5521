/** What a way back for Balrog is made from: the ledger says what ran, Argo CD what runs, the migrations what older code meets. */
import type { Planning, Ran, RollbackFacts } from 'slipway';
import { commitOfTag } from '../github.ts';
import { stepOverMigrations } from '../step-over.ts';
import { imageDigests } from './images.ts';
import { boardNames } from './record.ts';
import type { BalrogInput } from './input.ts';
import { deployedServices } from './look-around.ts';
import type { Deploy } from './look-around.ts';
import { schemaChangeBetween } from './schema-change.ts';
import type { SchemaChange } from './schema-change.ts';
import { orderInWords, wayBack } from './schema-order.ts';
import { settingsOf } from './settings.ts';
import type { Settings } from './settings.ts';
import { compareVersions, tagOf, versionPattern } from './versions.ts';

type Back = RollbackFacts<Planning>;

export async function lookBack(input: BalrogInput, facts: Back): Promise<Deploy> {
  const settings = settingsOf(facts);
  const tag = tagOf(input.version);
  const { services: then, replaces: now } = facts.course;
  const services = await deployedServices(settings, facts);
  for (const { application, automated } of Object.values(services)) {
    if (automated)
      facts.refuse(
        `Argo CD syncs ${application} by itself: it would go forward again at once.`,
        'Switch its automated sync off, then start again.',
      );
  }
  const previous =
    newest(now) ?? facts.refuse(`Which version of Balrog ${facts.environment.title} runs is not recorded.`);
  const sha =
    then.find(({ commit }) => commit !== undefined)?.commit ?? (await taggedCommit(tag, settings, facts));
  const change = await schemaChangeBetween(
    facts,
    { repository: settings.repository, folder: settings.migrations, from: tagOf(previous), to: sha },
    'back',
  );
  recordSchema(change, facts);
  stepOverMigrations(change.operations, facts);
  const order = wayBack[change.kind];
  facts.record('order', {
    title: 'Order of the services',
    value: orderInWords[order],
    evidence: ['the one of the way in, turned round: what came last goes first'],
  });
  return {
    facts,
    input,
    settings,
    tag,
    sha,
    previous,
    services,
    // As the tags stand now: they are held against what ran.
    digests: await imageDigests(settings, tag, facts),
    order,
    revisions: revisionsOf(then, facts),
  };
}

const newest = (ran: readonly Ran[]): string | undefined =>
  ran
    .map(({ version }) => version)
    .filter((version) => versionPattern.test(version))
    .sort(compareVersions)
    .at(-1);

const taggedCommit = async (tag: string, { repository }: Settings, facts: Back): Promise<string> =>
  (await commitOfTag(facts, repository, tag)) ?? facts.refuse(`${repository} has no tag ${tag}.`);

function recordSchema({ kind, evidence }: SchemaChange, facts: Back): void {
  facts.record('schema', {
    title: 'What the schema keeps',
    value: kind,
    evidence: evidence.length === 0 ? ['no migration lies between'] : evidence,
  });
}

const of = (ran: readonly Ran[], service: keyof typeof boardNames): Ran | undefined =>
  ran.find((one) => one.service === boardNames[service]);

function revisionsOf(then: readonly Ran[], facts: Back): Deploy['revisions'] {
  const revision = (service: 'admin' | 'agent' | 'app'): string =>
    of(then, service)?.revision ??
    facts.refuse(
      `The ledger does not say from which revision ${boardNames[service]} was deployed.`,
      'Sync its Application by hand to the one in Argo CD’s history.',
    );
  return { admin: revision('admin'), agent: revision('agent'), app: revision('app') };
}
