/** Plans that bring back what ran before: held against the ledger, and begun by a hold that a person lifts. */
import { hold } from '../../activities/environment/index.ts';
import type { PlanCall, WantedCourse } from '../../activities/calls.ts';
import { unholdLine } from '../../environment/holds.ts';
import { backTo, heldBack } from '../../environment/rollback.ts';
import type { Against, Back } from '../../environment/rollback.ts';
import { sequence } from '../../runbook/builders.ts';
import type { Ran, Sailing } from '../../runbook/course.ts';
import type { PlanNode, RollbackCourse, Runs } from '../../runbook/plan.ts';
import { PlanInvalid } from '../../runbook/problem.ts';
import type { Problem } from '../../runbook/problem.ts';
import { recordedIn } from '../../runbook/recorded.ts';
import { known, pastOf } from './known.ts';
import type { Looking } from './known.ts';

type RollbackCall = PlanCall & { readonly course: Extract<WantedCourse, { type: 'rollback' }> };

export async function rollbackSailing(call: RollbackCall, looking: Looking): Promise<Sailing> {
  const { runbook, environment, version, course } = call;
  const [{ view, rules }, ledger] = await Promise.all([
    known(environment, looking),
    pastOf(environment, looking),
  ]);
  const back = backTo({ current: view?.current ?? [], ledger }, runbook, version);
  const versions = [version, ...back.services.flatMap((one) => [one.version, one.commit ?? []].flat())];
  const against = [...impossible(call, back), ...heldBack(rules, runbook, versions)];
  if (against.length > 0) throw new PlanInvalid(against.map(asProblem));
  const { services, replaces } = back;
  const { acknowledged, reason } = course;
  return {
    given: { type: 'rollback', services, replaces, acknowledged },
    seal: (root) => ({
      root: behindHold(root, call, back),
      course: {
        type: 'rollback',
        reason,
        services: services.map(runsOf),
        replaces: replaces.map(runsOf),
        acknowledged: [...acknowledged],
      } satisfies RollbackCourse,
      facts: [
        {
          id: 'goes-back',
          title: `Goes back to what ran in ${environment} before`,
          value: services.map(({ service, version: was }) => `${service} ${was}`).join(', '),
          evidence: services.map((one) => inWords(one, replaces)),
        },
      ],
      warnings: [
        `${environment} is held for ${runbook} from here on, until somebody lifts that: ${unholdLine({ runbook }, environment)}`,
        ...newSince(back),
      ],
      problems: amiss(root, call, back).map(asProblem),
    }),
  };
}

const asProblem = ({ message, remedy }: Against): Problem => ({ path: 'rollback', message, remedy });

const runsOf = ({ service, version, digest }: Ran): Runs => ({
  service,
  version,
  ...(digest === undefined ? {} : { digest }),
});

const same = (one: Ran, other: Ran | undefined): boolean =>
  one.version === other?.version && one.digest === other.digest;

const of = (service: string, all: readonly Ran[]): Ran | undefined =>
  all.find((one) => one.service === service);

function impossible(
  { runbook, environment, version }: RollbackCall,
  { services, replaces, line }: Back,
): Against[] {
  const others = line.join(', ') || 'none before the present one';
  if (services.length === 0)
    return [
      {
        message: `the ledger of ${environment} has no ${version} of ${runbook}`,
        remedy: `Name a version that ran there; it has: ${others}`,
      },
    ];
  if (services.every((one) => same(one, of(one.service, replaces))))
    return [
      {
        message: `${environment} runs what it ran at ${version}: there is nothing to bring back`,
        remedy: `Name another version; it has: ${others}`,
      },
    ];
  return [];
}

/** What the plan would do otherwise than the ledger says. */
function amiss(root: PlanNode, { environment }: RollbackCall, { services, replaces }: Back): Against[] {
  const recorded = recordedIn(root, environment);
  const remedy = 'Correct the runbook’s rollback: it brings back what facts.course.services name';
  const wrong = recorded.flatMap(({ service, version, digest }): Against[] => {
    const was = of(service, services);
    const would = `${service} would be at ${version ?? 'a version that only the release tells'}`;
    if (was === undefined) return [{ message: `${would}, and was not there then`, remedy }];
    if (was.version !== version) return [{ message: `${would}, and was at ${was.version}`, remedy }];
    if (was.digest === undefined || was.digest === digest) return [];
    return [
      {
        message: `${service} ${version} was ${was.digest} when it ran there, and would be ${digest ?? 'another one, or none that can be told'}: the digest differs`,
        remedy: 'See who has tagged another image by this name, and put the tag back',
      },
    ];
  });
  const brought = new Set(recorded.map(({ service }) => service));
  const stays = services.filter((one) => !brought.has(one.service) && !same(one, of(one.service, replaces)));
  return [
    ...wrong,
    ...stays.map(({ service, version }) => ({
      message: `${service} would stay at ${of(service, replaces)?.version ?? 'nothing'}, and was at ${version}`,
      remedy,
    })),
  ];
}

const newSince = ({ services, replaces }: Back): string[] =>
  replaces
    .filter(({ service }) => of(service, services) === undefined)
    .map(({ service, version }) => `${service} was not there then: it stays at ${version}.`);

function inWords({ service, version, digest }: Ran, replaces: readonly Ran[]): string {
  const now = of(service, replaces)?.version;
  const image = digest === undefined ? '' : ` (${digest})`;
  return `${service}: ${version}${image} ${now === undefined ? 'where nothing runs' : `in place of ${now}`}`;
}

/** First of all: whatever becomes of the rollback, nothing brings the version back that it leaves. */
function behindHold(
  root: PlanNode,
  { runbook, version, environment, course }: RollbackCall,
  { line, replaces }: Back,
): PlanNode {
  const left = [...new Set(replaces.map((one) => one.version))].filter(
    (one) => one !== version && !line.includes(one),
  );
  const from = left.length === 0 ? '' : ` from ${left.join(', ')}`;
  const reason = `Rolled back${from} to ${version}: ${course.reason}`.slice(0, 500);
  const held = hold(
    { runbook, reason },
    {
      id: 'hold-environment',
      title: `Hold ${runbook} in ${environment} until somebody lifts it`,
      required: true,
    },
  );
  return sequence(`Go back to ${version}`, [held, { node: root }], { id: 'go-back' }).node;
}
