/** What somebody who knows nothing is told first: what this is, who they are in it, and what will be asked of them. */
import type { Paint } from '../client/views/paint.ts';
import type { RunningTemporal } from '../worker/temporal/start.ts';
import type { Answering } from './run-release.ts';
import { scenarioOf } from './demonstration.ts';
import type { Demonstration } from './demonstration.ts';

export function introduction(
  answering: Answering,
  demonstration: Demonstration,
  scenario: string,
  { uiUrl, address }: Pick<RunningTemporal, 'uiUrl' | 'address'>,
  { bold, cyan, dim }: Paint,
): string[] {
  const [headline, ...rest] = demonstration.introduction;
  return [
    bold(headline),
    ...rest,
    '',
    ...roles(answering),
    `Scenario ${bold(scenario)}: ${scenarioOf(demonstration, scenario).says}`,
    `Web UI: ${cyan(uiUrl)}`,
    dim(`From another terminal: TEMPORAL_ADDRESS=${address} npx slipway list`),
    '',
  ];
}

function roles(answering: Answering): string[] {
  switch (answering.by) {
    case 'demo':
      return ['Maria starts the releases. What they ask of people is answered by itself (--yes).'];
    case 'person':
      return [
        `Maria starts the releases. You are ${answering.login}: you read the plan and say yes to it, and you answer when a release asks.`,
        'Where two people must agree, a colleague seconds you. What may be pressed stands on the last line.',
      ];
  }
}
