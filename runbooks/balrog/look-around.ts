/** What a release of Balrog is made from: looked up while it is planned, and put down as facts with their evidence. */
import type { Facts, Planning } from 'slipway';
import { deployedService } from './deployed.ts';
import type { DeployedService } from './deployed.ts';
import { compareInRepoVersion, recordCommits, releasedCommit } from './commits.ts';
import { versionTags } from '../github.ts';
import type { BalrogInput } from './input.ts';
import { imageDigests } from './images.ts';
import type { ImageDigests } from './images.ts';
import { schemaChangeBetween } from './schema-change.ts';
import type { SchemaChange } from './schema-change.ts';
import { decideOrder, orderInWords, ruleInWords } from './schema-order.ts';
import type { Decision, ServiceOrder } from './schema-order.ts';
import { settingsOf } from './settings.ts';
import type { Settings } from './settings.ts';
import { compareVersions, nextFreeVersion, tagOf } from './versions.ts';

export type Decided = Extract<Decision, { order: unknown }>;

/** What the services are brought to a version by, on the way in and on the way back. */
export interface Deploy {
  readonly facts: Facts<Planning>;
  readonly input: BalrogInput;
  readonly settings: Settings;
  /** `v3.111`. */
  readonly tag: string;
  /** The commit that is deployed. */
  readonly sha: string;
  /** The version that runs now. */
  readonly previous: string;
  readonly services: {
    readonly admin: DeployedService;
    readonly agent: DeployedService;
    readonly app: DeployedService;
  };
  /** Of the images in the registry; none before they are built. */
  readonly digests: ImageDigests;
  readonly order: ServiceOrder;
  /** Of the manifests, where it is not what Argo CD wants now. */
  readonly revisions: Partial<Readonly<Record<'admin' | 'agent' | 'app', string>>>;
}

/** All that the nodes of a release are built from. */
export interface BalrogRelease extends Deploy {
  readonly schema: SchemaChange;
  /** What stands behind the order, and whether a person has to confirm it. */
  readonly decision: Decided;
  /** What the in-repo version becomes. */
  readonly nextVersion: string;
}

export async function lookAround(input: BalrogInput, facts: Facts<Planning>): Promise<BalrogRelease> {
  const settings = settingsOf(facts);
  const tag = tagOf(input.version);
  const sha = await releasedCommit(input, settings, facts);
  const services = await deployedServices(settings, facts);
  const previous = previousVersion(input, services, facts);
  await recordCommits(settings, { from: tagOf(previous), to: sha }, facts);
  const schema = await schemaChange(settings, { from: tagOf(previous), to: sha }, facts);
  const decision = orderOf(schema, input, services, facts);
  // What was tested on stage is what production gets; on stage they are still to be built.
  const digests = input.environment === 'prod' ? await imageDigests(settings, tag, facts) : {};
  const nextVersion = nextFreeVersion(input.version, await versionTags(facts, settings.repository));
  await compareInRepoVersion(input, settings, sha, facts);
  const { order } = decision;
  return {
    facts,
    input,
    settings,
    tag,
    sha,
    previous,
    services,
    digests,
    schema,
    decision,
    order,
    revisions: {},
    nextVersion,
  };
}

export async function deployedServices(
  settings: Settings,
  facts: Facts<Planning>,
): Promise<BalrogRelease['services']> {
  const { argocdNamespace: namespace, backendImage, agentImage } = settings;
  const [admin, agent, app] = await Promise.all([
    deployedService(facts, { namespace, application: settings.adminApplication, image: backendImage }),
    deployedService(facts, { namespace, application: settings.agentApplication, image: agentImage }),
    deployedService(facts, { namespace, application: settings.appApplication, image: backendImage }),
  ]);
  return { admin, agent, app };
}

/** The older of what admin and app run: from there the schema is compared. */
function previousVersion(
  input: BalrogInput,
  { admin, agent, app }: BalrogRelease['services'],
  facts: Facts<Planning>,
): string {
  for (const { application, tags } of [admin, agent, app]) {
    if (tags.length > 1)
      facts.refuse(
        `${application} runs ${tags.join(' and ')}: a roll-out is under way.`,
        'Promote or abort it, then start again.',
      );
  }
  const versions = [admin.version, app.version].flatMap((version) => version ?? []).sort(compareVersions);
  const previous = input.deployed ?? versions[0];
  if (previous === undefined) {
    return facts.refuse(
      `The version that ${facts.environment.title} runs can't be told from ${admin.application} and ${app.application}.`,
      'Start again with --deployed and the version that runs now.',
    );
  }
  if (versions[0] !== versions.at(-1))
    facts.warn(
      `${admin.application} runs ${admin.version}, ${app.application} runs ${app.version}: an earlier release stopped half-way.`,
    );
  if (compareVersions(input.version, previous) <= 0)
    facts.warn(`${input.version} is not newer than ${previous}, which runs now.`);
  return facts.record('deployed', {
    title: `Deployed on ${facts.environment.title}`,
    value: previous,
    evidence: [admin, agent, app].map(
      ({ application, image, tags }) => `${application}: ${image}:${tags.join(', ') || '?'}`,
    ),
  });
}

async function schemaChange(
  settings: Settings,
  { from, to }: { from: string; to: string },
  facts: Facts<Planning>,
): Promise<SchemaChange> {
  const { repository, migrations: folder } = settings;
  const change = await schemaChangeBetween(facts, { repository, folder, from, to });
  facts.record('schema', {
    title: 'Change of the schema',
    value: change.kind,
    evidence:
      change.kind === 'none' && change.evidence.length === 0
        ? [`${folder} is the same as at ${from}`]
        : change.evidence,
  });
  for (const advice of change.advice) facts.warn(advice);
  return change;
}

function orderOf(
  schema: SchemaChange,
  input: BalrogInput,
  services: BalrogRelease['services'],
  facts: Facts<Planning>,
): Decided {
  const decision = decideOrder(schema, input.schemaOrder);
  if ('refusal' in decision) return facts.refuse(decision.refusal, decision.remedy);
  facts.record('order', {
    title: 'Order of the services',
    value: orderInWords[decision.order],
    evidence: [
      decision.confirm === 'yes'
        ? `${decision.why}; this order was asked for, and a gate has it confirmed`
        : schema.kind === 'none' && decision.order !== 'together'
          ? 'the schema stays as it is; this order was asked for all the same'
          : ruleInWords[schema.kind],
    ],
  });
  if (schema.kind !== 'none') {
    facts.warn(
      'The schema is upgraded as part of admin’s deployment, and a rollback does not downgrade it: the code before must run with the schema after.',
    );
  }
  const unasked = Object.values(services).filter(({ automated }) => automated);
  if (decision.order !== 'together' && unasked.length > 0) {
    const names = unasked.map(({ application }) => application).join(', ');
    facts.warn(
      `Argo CD syncs ${names} by itself as soon as the image is pushed: the order can't be kept there.`,
    );
  }
  return decision;
}
