/** What both releases do with hosts: one host with all checks, then the others in batches; asked throughout as users do. */
import { guard } from 'slipway';
import type { BuiltNode, Facts, Planning, WithRefs } from 'slipway';
import { hosts, metrics, service } from 'slipway/steps';
import type { Settings } from './settings.ts';

interface Release {
  readonly facts: Facts<Planning>;
  readonly settings: Settings;
}

interface Order {
  readonly command: readonly WithRefs<string>[];
  readonly codes?: readonly number[];
}

/** What each host is told before its restart, and to put it back. */
interface Orders {
  readonly prepare?: readonly Order[];
  readonly putBack: readonly Order[];
  /** What the first host must answer besides; a host that is put back does not. */
  readonly shows?: string | undefined;
}

/** Steps 8 to 11 of the page. */
export function rollOver(
  { facts, settings }: Release,
  { prepare = [], putBack, shows }: Orders,
): BuiltNode[] {
  const { service: unit, sudo, batch, maxUnavailable } = settings;
  const [first, ...rest] = settings.hosts;
  if (first === undefined) return facts.refuse('There is no host to go to.');
  const signs = signsOf(settings);
  const one = hosts.restart(
    { hosts: [first], unit, sudo, prepare, putBack, signs },
    {
      id: 'first-host',
      title: `Restart it on one host, ${first.name}`,
      required: true,
      onFailure: 'rollback',
    },
  );
  const checked = service.check(
    {
      host: first,
      unit,
      sudo,
      signs: signsOf({ ...settings, answerContains: shows ?? settings.answerContains }),
    },
    { id: 'check-first', title: `See that it works on ${first.name}`, onFailure: 'rollback' },
  );
  if (rest.length === 0) return [one, checked];
  const others = hosts.restart(
    { hosts: rest, unit, sudo, prepare, putBack, signs, batch, maxUnavailable },
    {
      id: 'other-hosts',
      title: `Restart it on the others: ${rest.map(({ name }) => name).join(', ')}`,
      required: true,
      onFailure: 'rollback',
    },
  );
  return [one, checked, others];
}

const signsOf = ({
  port,
  logContains: log,
  path,
  answerContains,
  settleSeconds,
  steadySeconds,
}: Settings) => ({
  port,
  log,
  http: { path, ...(answerContains === undefined ? {} : { contains: answerContains }) },
  settleSeconds,
  steadySeconds,
});

export function askedThroughout({ facts, settings: { url, every } }: Release, node: BuiltNode): BuiltNode {
  if (url === undefined) return node;
  const { title } = facts.environment;
  return guard(
    `Ask the service in ${title} throughout`,
    {
      id: 'ask-throughout',
      checks: [metrics.httpProbe({ url }, { id: 'answers', title: `It answers in ${title}`, min: 1 })],
      interval: every,
      onFail: 'rollback',
    },
    node,
  );
}
