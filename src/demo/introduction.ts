/** What somebody who knows nothing is told first: what this is, who they are in it, and what will be asked of them. */
import type { Paint } from '../client/views/paint.ts';
import type { RunningTemporal } from '../worker/temporal/start.ts';
import type { Answering } from './run-release.ts';
import { scenarios } from './scenarios.ts';
import type { ScenarioName } from './scenarios.ts';

export function introduction(
  answering: Answering,
  scenario: ScenarioName,
  { uiUrl, address }: Pick<RunningTemporal, 'uiUrl' | 'address'>,
  { bold, cyan, dim }: Paint,
): string[] {
  return [
    bold('Balrog 3.111 goes to stage, then to production.'),
    'Everything it touches is practised on this machine, a hundred times as fast as life: GitHub with its actions, the image',
    'registry, a cluster with Argo CD and Argo Rollouts, Slack, Sentry and Prometheus. The Temporal server is a real one.',
    '',
    ...roles(answering),
    `Scenario ${bold(scenario)}: ${scenarios[scenario].says}`,
    `Web UI: ${cyan(uiUrl)}`,
    dim(`From another terminal: TEMPORAL_ADDRESS=${address} npx slipway list`),
    '',
  ];
}

function roles(answering: Answering): string[] {
  switch (answering.by) {
    case 'demo':
      return ['Maria starts both releases. What they ask of people is answered by itself (--yes).'];
    case 'person':
      return [
        `Maria starts both releases. You are ${answering.login}: you read the plan and say yes to it, and you answer when a release asks.`,
        'Where two people must agree, a colleague seconds you. What may be pressed stands on the last line.',
      ];
  }
}
