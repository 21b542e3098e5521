/** Plans that bring a version on from the environment before: held against its ledger, all that is missing at once. */
import type { PlanCall } from '../../activities/calls.ts';
import { lasting, lastSpell, ranOf } from '../../environment/history.ts';
import { unmet } from '../../environment/promotion.ts';
import type { Standing, Unmet } from '../../environment/standing.ts';
import { audienceOf } from '../../runbook/audience.ts';
import type { Sailing } from '../../runbook/course.ts';
import type { PlanNode, PromotionCourse, Runs } from '../../runbook/plan.ts';
import type { Problem } from '../../runbook/problem.ts';
import type { Before } from '../../runbook/promotion-order.ts';
import { recordedIn } from '../../runbook/recorded.ts';
import { known, pastOf } from './known.ts';
import type { Looking } from './known.ts';
import type { SailingOptions } from './sailing.ts';

type Named = Pick<PlanCall, 'runbook' | 'environment' | 'version'>;

/** How the environment before stands, and what is held. */
export async function standingOf(
  { runbook, environment, version }: Named,
  from: string,
  looking: Looking,
): Promise<Standing> {
  const { environments, signal } = looking;
  const [view, { rules }, ledger] = await Promise.all([
    environments.read(from, signal),
    known(environment, looking),
    pastOf(from, looking),
  ]);
  return { runbook, environment, version, view, ledger, rules, now: Date.now() };
}

export async function promotionSailing(
  call: PlanCall,
  declared: Before & Pick<PromotionCourse, 'takes'>,
  options: SailingOptions,
): Promise<Sailing> {
  const { from, takes, soak, gate } = declared;
  const standing = await standingOf(call, from, options);
  const own = (standing.view?.current ?? []).filter(({ runbook }) => runbook === call.runbook);
  return {
    given: takes === 'what-runs' ? { type: 'promotion', from, services: own.map(ranOf) } : undefined,
    seal(root) {
      const { services, problems } = servicesIn(root, call.environment);
      const course: PromotionCourse = {
        type: 'promotion',
        from,
        takes,
        services,
        ...(soak === undefined ? {} : { soak }),
        ...(gate === undefined ? {} : { gate }),
      };
      const missing = unmet(course, standing);
      const open = missing.filter(({ way }) => way === 'exempt');
      const may = audienceOf(options.people, declared.exempt).people;
      const { exempt: reason, startedBy } = call;
      const passed = reason !== undefined && may.includes(startedBy) ? open : [];
      return {
        root,
        course: {
          ...course,
          ...(passed.length === 0 || reason === undefined ? {} : { exempt: { by: startedBy, reason } }),
        },
        facts: [
          {
            id: 'comes-from',
            title: `Comes from ${from}`,
            value: services.map(({ service, version }) => `${service} ${version}`).join(', '),
            evidence: evidenceOf(services, standing),
          },
        ],
        warnings: passed.map(
          ({ message }) => `${message}. ${startedBy} goes on all the same: ${reason ?? ''}`,
        ),
        problems: [
          ...problems,
          ...missing.filter((one) => !passed.includes(one)).map((one) => problemOf(one, call, may)),
        ],
      };
    },
  };
}

/** What the plan would record; what can't be told of it beforehand is no promise that it is the same. */
function servicesIn(
  root: PlanNode,
  environment: string,
): { readonly services: Runs[]; readonly problems: readonly Problem[] } {
  const recorded = recordedIn(root, environment);
  const remedy =
    'Have the runbook record what it deploys by environment.record, with a version that it knows';
  if (recorded.length === 0)
    return {
      services: [],
      problems: [{ path: 'promotion', message: 'the plan records nothing of what it deploys', remedy }],
    };
  const services = recorded.flatMap(({ service, version, digest }): Runs[] =>
    version === undefined ? [] : [{ service, version, ...(digest === undefined ? {} : { digest }) }],
  );
  return {
    services,
    problems: recorded.flatMap(({ version, node }) =>
      version === undefined
        ? [
            {
              path: 'promotion',
              message: `which version ${node} records is not known before it runs`,
              remedy,
            },
          ]
        : [],
    ),
  };
}

function problemOf(
  { message, remedy, way }: Unmet,
  { startedBy, exempt }: PlanCall,
  may: readonly string[],
): Problem {
  const path = 'promotion';
  if (way === 'none') return { path, message, remedy };
  if (may.includes(startedBy))
    return { path, message, remedy: `${remedy}. Or say why it goes without that: --exempt '<reason>'` };
  const who = may.join(', ') || 'nobody';
  const asked = exempt === undefined ? '' : `${startedBy} can’t exempt from this; `;
  return { path, message, remedy: `${remedy}. (${asked}these may start it with --exempt: ${who})` };
}

function evidenceOf(services: readonly Runs[], { ledger, view }: Standing): string[] {
  const lasted = lasting(ledger);
  return services.flatMap(({ service, version }) => {
    const spell = lastSpell(lasted, { service, version });
    if (spell === undefined) return [];
    const { since, until, entry } = spell;
    const image = entry.digest === undefined ? '' : ` (${entry.digest})`;
    const time = until === undefined ? `since ${since}` : `from ${since} to ${until}`;
    return [`${view?.name ?? 'it'} ran ${service} ${version}${image} ${time}, by ${entry.release}`];
  });
}
