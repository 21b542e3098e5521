/** One example input a kind, as a runbook would write it. The generator holds each against the kind's schema. */
export const stepExamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'argocd.sync': { application: 'balrog-admin-prod', revision: 'v3.111' },
  'argocd.awaitHealthy': { application: 'balrog-admin-prod', revision: 'v3.111' },
  'github.createRelease': { repository: 'mozilla-releng/balrog', tag: 'v3.111', generateNotes: true },
  'github.awaitChecks': { repository: 'mozilla-releng/balrog', ref: 'v3.111', minimum: 2 },
  'github.runAction': {
    repository: 'mozilla-releng/balrog',
    workflow: 'deploy-ui.yml',
    ref: 'main',
    inputs: { environment: 'stage', ref: 'v3.111' },
    keyInput: 'slipway-key',
    undo: { inputs: { environment: 'stage', ref: 'v3.110' } },
  },
  'github.findActionRun': {
    repository: 'mozilla-releng/balrog',
    workflow: 'push-image.yml',
    titleIncludes: 'v3.111',
  },
  'github.bumpVersion': {
    repository: 'mozilla-releng/balrog',
    file: 'version.txt',
    pattern: '^(\\d+\\.\\d+)$',
    version: '3.112',
    via: { type: 'pull-request' },
  },
  'http.check': { url: 'https://balrog.example.org/__heartbeat__', contains: 'ok' },
  'oci.awaitImage': { repository: 'mozilla/balrog', tag: 'v3.111' },
  'rollouts.awaitPaused': { rollout: 'balrog-app', namespace: 'balrog-prod' },
  'rollouts.promoteFull': { rollout: 'balrog-app', namespace: 'balrog-prod' },
  'rollouts.awaitHealthy': { rollout: 'balrog-app', namespace: 'balrog-prod' },
  'slack.notify': { channel: '#balrog', text: 'Balrog 3.111 is on stage.' },
};

/** A check's example: its input, and the bounds its number is held against. */
export const checkExamples: Readonly<
  Record<string, { readonly input: Readonly<Record<string, unknown>>; readonly options: object }>
> = {
  'metrics.httpProbe': {
    input: { url: 'https://balrog.example.org/__heartbeat__' },
    options: { id: 'heartbeat', min: 1, failureLimit: 1 },
  },
  'metrics.newIssues': {
    input: { projects: ['balrog-admin', 'balrog-app'], release: '3.111', environment: 'prod' },
    options: { id: 'new-issues', max: 0 },
  },
  'metrics.prometheusCompare': {
    input: {
      canary: { app: 'balrog', version: '3.111' },
      baseline: { app: 'balrog', version: '3.110' },
      requests: 'http_requests_total',
      errors: { metric: 'http_requests_total', where: { status: { matches: '5..' } } },
      latency: 'http_request_duration_seconds',
    },
    options: { id: 'canary', tolerance: 0.1 },
  },
  'metrics.scrapeCompare': {
    input: {
      canary: ['http://canary.example.org:9100/metrics'],
      baseline: ['http://web-1.example.org:9100/metrics', 'http://web-2.example.org:9100/metrics'],
      requests: 'http_requests_total',
      errors: { metric: 'http_requests_total', where: { code: { matches: '5..' } } },
    },
    options: { id: 'canary' },
  },
  'metrics.prometheusQuery': {
    input: {
      query:
        'sum(rate(http_requests_total{version="3.111",status="500"}[5m])) / sum(rate(http_requests_total{version="3.111"}[5m])) * 100',
      unit: '%',
    },
    options: { id: 'canary-errors', max: 1, failureLimit: 2 },
  },
  'metrics.tcpProbe': {
    input: { host: 'db.example.org', port: 5432 },
    options: { id: 'database', min: 1, failureLimit: 1 },
  },
};

/** An example that is missing or doesn't fit is a defect of this file: nothing is documented with it. */
export function exampleOf<T>(examples: Readonly<Record<string, T>>, kind: string): T {
  const example = examples[kind];
  if (example === undefined) throw new Error(`${kind} has no example: add one to scripts/docs/examples.ts.`);
  return example;
}
