/** What Balrog's runbook reads from `vars` of its environment. Every name has a default: Balrog's own. */
import { z } from 'slipway';
import { varsOf } from '../vars.ts';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** `app=balrog,tier=public` as the labels that it names. */
const labels = list.transform((parts, context): Record<string, string> =>
  Object.fromEntries(
    parts.map((part) => {
      const [, name = '', value = ''] = /^([a-zA-Z_][a-zA-Z0-9_]*)=(.*)$/.exec(part) ?? [];
      if (name === '') context.addIssue(`'${part}' is not a label and its value, as in app=balrog`);
      return [name, value];
    }),
  ),
);

const settingsSchema = z.object({
  repository: z.string().default('mozilla-releng/balrog').describe('The repository on GitHub'),
  branch: z.string().default('main').describe('The branch that releases are made from'),
  migrations: z.string().default('src/auslib/migrate/versions').describe('The folder of the migrations'),
  versionFile: z.string().default('version.txt').describe('The file that holds the in-repo version'),
  versionLine: z.string().default('^(\\d+\\.\\d+)$').describe('Matches the version in that file; one group'),
  checks: list
    .optional()
    .describe('Taskcluster checks that build and push the images; absent: all that appear'),
  imageAction: z.string().default('docker-push.yml').describe("The file of 'Pull and Push Docker Image'"),
  uiAction: z.string().default('ui-deploy.yml').describe("The file of 'Build and Deploy Balrog UI'"),
  keyInput: z
    .string()
    .optional()
    .describe('An input of both actions that their run-name shows: runs are then known for certain'),
  backendImage: z.string().default('mozilla/balrog').describe('The image of admin and app'),
  agentImage: z.string().default('mozilla/balrogagent').describe('The image of agent'),
  argocdNamespace: z.string().default('argocd').describe('Where the Applications are'),
  adminApplication: z.string().default('balrog-admin'),
  agentApplication: z.string().default('balrog-agent'),
  appApplication: z.string().default('balrog-app'),
  rollout: z.string().default('balrog-app').describe("App's Rollout"),
  rolloutNamespace: z.string().default('balrog').describe("The namespace of app's Rollout"),
  githubEnvironment: z
    .string()
    .min(1)
    .optional()
    .describe("GitHub's name of the environment; absent: the one that Slipway has for it"),
  slackChannel: z.string().default('#balrog').describe('Where the notices go'),
  sentryProjects: list
    .default(['balrog-admin', 'balrog-public', 'balrog-agent'])
    .describe('The Sentry projects of the backend services, with commas between them'),
  sentryEnvironment: z.string().optional().describe("Sentry's name of the environment; absent: all"),
  sentryReleasePrefix: z.string().default('').describe("What stands before the version in Sentry's releases"),
  requestRate: z
    .string()
    .default(
      'sum(rate(http_requests_total{app="balrog"}[2m])) / sum(rate(http_requests_total{app="balrog"}[2m] offset 1h))',
    )
    .describe('Prometheus: requests a second, as a share of those an hour ago'),
  errorRatio: z
    .string()
    .default(
      'sum(rate(http_requests_total{app="balrog",code=~"5.."}[2m])) / sum(rate(http_requests_total{app="balrog"}[2m]))',
    )
    .describe('Prometheus: errors, as a share of all requests'),
  latency: z
    .string()
    .default(
      'sum(rate(http_request_duration_seconds_sum{app="balrog"}[2m])) / sum(rate(http_request_duration_seconds_count{app="balrog"}[2m]))',
    )
    .describe('Prometheus: seconds that an answer takes'),
  appLabels: labels
    .default({ app: 'balrog' })
    .describe("Prometheus: the labels of app's series, as name=value with commas between them"),
  versionLabel: z.string().default('version').describe('Prometheus: the label with the version of a pod'),
  podLabel: z.string().default('pod').describe('Prometheus: the label that tells pods apart'),
  requestsMetric: z.string().default('http_requests_total').describe('Prometheus: the counter of requests'),
  errorLabel: z.string().default('code').describe("Prometheus: that counter's label with the HTTP status"),
  errorValues: z.string().default('5..').describe('Prometheus: matches the values of errors'),
  latencyMetric: z
    .string()
    .default('http_request_duration_seconds')
    .describe('Prometheus: the histogram of how long answers take, without _bucket'),
  scrapeLagSeconds: z
    .number()
    .min(0)
    .max(300)
    .default(5)
    .describe('Prometheus: seconds after which a scrape is sure to be found'),
  tickSeconds: z
    .number()
    .positive()
    .optional()
    .describe('What --every stands for in seconds, in a practice world, which is faster than life'),
  trafficChange: z
    .number()
    .positive()
    .default(0.5)
    .describe('How far traffic may rise or fall: 0.5 is by half'),
  maxErrorRatio: z.number().positive().default(0.01),
  maxLatencySeconds: z.number().positive().default(1),
  dashboard: z.string().optional().describe('Address of the Grafana dashboard, for those who are asked'),
  approverRole: z.string().default('releng').describe('Who may answer the gates'),
  secondRole: z.string().default('sre').describe('Who is called besides when something is notable'),
  fourEyes: z.boolean().default(true).describe('Whoever started a production release may not promote it'),
  steadySeconds: z
    .number()
    .min(0)
    .max(600)
    .default(3)
    .describe(
      'How long Argo CD must find a service healthy: right after a sync, its word is still the one before',
    ),
  pollSeconds: z.number().min(1).default(10).describe('The longest pause between two looks at GitHub'),
});

export type Settings = z.output<typeof settingsSchema>;

export const settingsOf = varsOf(settingsSchema);
