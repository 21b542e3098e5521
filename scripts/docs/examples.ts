/** One example input a kind, as a runbook would write it. The generator holds each against the kind's schema. */
export const stepExamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'argocd.sync': { application: 'balrog-admin-prod', revision: 'v3.111' },
  'argocd.awaitHealthy': { application: 'balrog-admin-prod', revision: 'v3.111' },
  'environment.hold': { runbook: 'balrog', reason: 'Rolled back from 3.111: it loses rules' },
  'environment.record': {
    service: 'admin',
    version: '3.111',
    commit: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    repository: 'mozilla-releng/balrog',
    seenAt: { type: 'argocd', application: 'balrog-admin-prod', revision: 'v3.111' },
  },
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
  'github.recordDeployment': {
    repository: 'mozilla-releng/balrog',
    ref: 'v3.111',
    environment: 'stage',
    url: 'https://balrog.stage.example.org',
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
  'gerrit.mergeChange': {
    project: 'operations/puppet',
    number: 4711,
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'gerrit.reviewChange': {
    project: 'operations/puppet',
    branch: 'production',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'gerrit.submitChange': {
    project: 'mediawiki/services/mathoid/deploy',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'git.bumpSubmodule': {
    repository: 'mediawiki/services/mathoid/deploy',
    submodule: {
      path: 'src',
      repository: 'mediawiki/services/mathoid',
      commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
    },
    folder: { path: 'node_modules', from: 'node_modules', target: 'modules' },
    message: 'Update mathoid to fc39658d1c5a',
  },
  'git.changeFile': {
    repository: 'operations/puppet',
    branch: 'production',
    path: 'hieradata/role/common/scb.yaml',
    line: 'mathoid::no_check: false',
    by: 'mathoid::no_check: true',
    message: 'mathoid: do not check formulas before they are rendered',
  },
  'git.fastForward': {
    repository: 'kaathewise/birthday-app',
    branch: 'release',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'git.reset': {
    repository: 'kaathewise/birthday-app',
    branch: 'release',
    commit: '7dfcda52cde78e63dcbe106e9d891894cb4f138a',
    from: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'git.tag': {
    repository: 'kaathewise/birthday-app',
    tag: 'RC20260301_1200',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'hosts.restart': {
    hosts: [{ name: 'scb1002.eqiad.wmnet' }, { name: 'scb1003.eqiad.wmnet' }],
    unit: 'mathoid',
    putBack: [
      {
        command: [
          'git',
          '-C',
          '/srv/deployment/mathoid/deploy',
          'checkout',
          '--force',
          '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
        ],
      },
    ],
    signs: { port: 10044, log: 'listening', http: { path: '/_info' } },
  },
  'service.check': {
    host: { name: 'scb1001.eqiad.wmnet' },
    unit: 'mathoid',
    signs: { port: 10044, log: 'listening', http: { path: '/_info' } },
  },
  'http.check': { url: 'https://balrog.example.org/__heartbeat__', contains: 'ok' },
  'http.request': {
    method: 'PUT',
    url: 'https://status.example.org/api/notices/balrog-3.111',
    credential: 'status-page',
    body: { text: 'Balrog 3.111 is on its way' },
    see: { url: 'https://status.example.org/api/notices/balrog-3.111', credential: 'status-page', there: {} },
    undo: {
      by: 'order',
      method: 'DELETE',
      url: 'https://status.example.org/api/notices/balrog-3.111',
      credential: 'status-page',
    },
  },
  'oci.awaitImage': { repository: 'mozilla/balrog', tag: 'v3.111' },
  'kubernetes.deletePod': { namespace: 'staging', pod: 'rabbitmq-1-rabbitmq-0' },
  'kubernetes.exec': {
    namespace: 'staging',
    pod: 'rabbitmq-1-rabbitmq-0',
    command: ['rabbitmq-diagnostics', 'maybe_stuck'],
  },
  'kubernetes.recreate': {
    namespace: 'production',
    deployment: 'cron-deployment',
    container: 'cron',
    image: 'gcr.example.org/workbenchdata-ci/cron',
    digest: 'sha256:4a1f9e835dcd108fa6857ca6830e4be6cdeb9cc0a2bd0072d5b78112560571f0',
  },
  'kubernetes.restart': { namespace: 'staging', deployment: 'frontend-deployment' },
  'kubernetes.runJob': {
    namespace: 'production',
    name: 'migrate',
    image: 'gcr.example.org/workbenchdata-ci/migrate',
    digest: 'sha256:4a1f9e835dcd108fa6857ca6830e4be6cdeb9cc0a2bd0072d5b78112560571f0',
    like: { deployment: 'frontend-deployment', container: 'frontend', beside: ['cloudsql-proxy'] },
  },
  'kubernetes.setImage': {
    namespace: 'birthday-prod',
    deployment: 'birthday-app',
    image: 'registry.example.org/sre-test/birthday-app',
    digest: 'sha256:4a1f9e835dcd108fa6857ca6830e4be6cdeb9cc0a2bd0072d5b78112560571f0',
  },
  'kubernetes.setSecret': {
    namespace: 'production',
    secret: 'cjw-stripe-secret',
    values: { STRIPE_API_KEY: 'stripe-api-key' },
  },
  'oci.build': {
    source: 'kaathewise/birthday-app',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
    repository: 'sre-test/birthday-app',
    tag: 'candidate-fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'oci.tag': {
    repository: 'sre-test/birthday-app',
    tag: 'live',
    digest: 'sha256:4a1f9e835dcd108fa6857ca6830e4be6cdeb9cc0a2bd0072d5b78112560571f0',
    elsewhere: 'move',
  },
  'oci.testCommit': {
    source: 'kaathewise/birthday-app',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
  },
  'oci.testImage': {
    repository: 'sre-test/birthday-app',
    digest: 'sha256:4a1f9e835dcd108fa6857ca6830e4be6cdeb9cc0a2bd0072d5b78112560571f0',
    test: { type: 'http', path: '/', contains: 'Happy birthday' },
    env: { HOST: '127.0.0.1' },
  },
  'rollouts.awaitPaused': { rollout: 'balrog-app', namespace: 'balrog-prod' },
  'rollouts.promoteFull': { rollout: 'balrog-app', namespace: 'balrog-prod' },
  'rollouts.awaitHealthy': { rollout: 'balrog-app', namespace: 'balrog-prod' },
  'ssh.run': {
    host: 'scb1001.eqiad.wmnet',
    command: ['sudo', '-n', 'puppet', 'agent', '--disable', 'a release is under way'],
    see: ['test', '-e', '/var/lib/puppet/state/agent_disabled.lock'],
    undo: { by: 'order', command: ['sudo', '-n', 'puppet', 'agent', '--enable'] },
  },
  'shell.run': {
    command: ['publish-docs', '--version', '3.111'],
    see: ['docs-published', '3.111'],
    undo: { by: 'order', command: ['publish-docs', '--remove', '3.111'] },
    secrets: { DOCS_TOKEN: 'docs-token' },
  },
  'trebuchet.deploy': {
    host: 'tin.eqiad.wmnet',
    directory: '/srv/deployment/mathoid/deploy',
    commit: 'fc39658d1c5a0b7e6f4a3c2b1d0e9f8a7b6c5d4e',
    targets: ['scb1001.eqiad.wmnet', 'scb1002.eqiad.wmnet'],
  },
  'slack.notify': { channel: '#balrog', text: 'Balrog 3.111 is on stage.' },
};

/** A check's example: its input, and the bounds its number is held against. */
export const checkExamples: Readonly<
  Record<string, { readonly input: Readonly<Record<string, unknown>>; readonly options: object }>
> = {
  'kubernetes.podsHealthy': {
    input: { namespace: 'balrog-prod', labels: { app: 'balrog-app' } },
    options: { id: 'pods', max: 0 },
  },
  'metrics.httpProbe': {
    input: { url: 'https://balrog.example.org/__heartbeat__' },
    options: { id: 'heartbeat', min: 1, failureLimit: 1 },
  },
  'metrics.newIssues': {
    input: { projects: ['balrog-admin', 'balrog-app'], release: '3.111', environment: 'prod' },
    options: { id: 'new-issues', failAbove: 10 },
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
  'metrics.prometheusPast': {
    input: { where: { app: 'balrog', environment: 'prod' }, requests: 'http_requests_total' },
    options: { id: 'traffic', watch: 'both' },
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
