/** What the record of an environment may not show: two releases in it at once, or one at work before its turn. Pure. */
import type { EnvironmentAudit } from '../../src/environment/view.ts';
import type { ActivityEvent } from './event.ts';

/** Since a time: the environment outlives its releases. */
export function outOfTurn(audit: readonly EnvironmentAudit[], since: number): string[] {
  const problems: string[] = [];
  let holder: string | undefined;
  for (const { at, what, says } of audit) {
    if (Date.parse(at) < since) continue;
    const [release = ''] = says.split(' ');
    if (what === 'left' && release === holder) holder = undefined;
    if (what !== 'granted') continue;
    if (holder !== undefined) problems.push(`${release} got the environment while ${holder} had it`);
    holder = release;
  }
  return problems;
}

/** What a release did to the world before the environment was its own. */
export function tooSoon(
  audit: readonly EnvironmentAudit[],
  release: string,
  events: readonly ActivityEvent[],
  since: number,
): string[] {
  const granted = audit.find(
    ({ at, what, says }) => what === 'granted' && says.startsWith(`${release} `) && Date.parse(at) >= since,
  );
  if (granted === undefined) return [`${release} never got the environment`];
  return events
    .filter(({ at, moment }) => moment === 'begin' && at < Date.parse(granted.at))
    .map(({ phase, at }) => `${release} began ${phase} ${Date.parse(granted.at) - at} ms before its turn`);
}
