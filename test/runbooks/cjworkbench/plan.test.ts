/** What CJWorkbench's runbook plans, and what it refuses. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { CjworkbenchOptions } from '../../../src/practice/cjworkbench/options.ts';
import { imageProject, images } from '../../../src/practice/cjworkbench/options.ts';
import cjworkbench from '../../../runbooks/cjworkbench.ts';
import type { Sailing } from '../../../src/runbook/course.ts';
import { ledgers } from '../../support/way-back.ts';
import { flatten } from '../../../src/workflows/state.ts';
import { startCjworkbench } from '../../support/cjworkbench.ts';
import type { StartedCjworkbench } from '../../support/cjworkbench.ts';

let started: StartedCjworkbench;
afterEach(() => started.stop());
const start = async (options: CjworkbenchOptions = {}): Promise<StartedCjworkbench> =>
  (started = await startCjworkbench(options));

async function planned(
  environment: string,
  version: string,
  more: Record<string, unknown> = {},
  sailing?: Sailing,
) {
  const { plan } = await started.plan({ environment, version, ...more }, sailing);
  const nodes = flatten(plan.root).map(({ node }) => node);
  const fact = (id: string) => plan.facts.find((one) => one.id === id);
  const node = (id: string) => nodes.find((one) => one.id === id);
  return { plan, ids: nodes.map(({ id }) => id), fact, node };
}

const digestOf = (name: string, commit: string): string =>
  (started.registry.snapshot() as Record<string, Record<string, string>>)[`${imageProject}/${name}`]?.[
    commit
  ] ?? 'none';

describe('a deploy', () => {
  test('migrates once, then rolls three services and recreates cron side by side, by digest, and records them', async () => {
    const { commits } = await start();
    const { ids, node, plan } = await planned('staging', commits.newest.slice(0, 9));
    expect(ids).toEqual([
      'cjworkbench',
      'ask-throughout',
      'deploy',
      'migrate',
      'roll-out',
      'frontend',
      'fetcher',
      'renderer',
      'cron',
      'answers',
      'record',
      'record-frontend',
      'record-fetcher',
      'record-renderer',
      'record-cron',
      'show-on-github',
    ]);
    expect(node('roll-out')).toMatchObject({ type: 'parallel' });
    expect(node('migrate')).toMatchObject({
      kind: 'kubernetes.runJob',
      input: {
        namespace: 'staging',
        digest: digestOf('migrate', commits.newest),
        like: { deployment: 'frontend-deployment' },
      },
      effect: { type: 'undoable' },
      leaves: expect.stringContaining('not reverted'),
      onFailure: 'rollback',
    });
    for (const service of ['frontend', 'fetcher', 'renderer'])
      expect(node(service)).toMatchObject({
        kind: 'kubernetes.setImage',
        input: { deployment: `${service}-deployment`, digest: digestOf(service, commits.newest) },
      });
    expect(node('cron')).toMatchObject({ kind: 'kubernetes.recreate' });
    expect(plan.warnings).toEqual([]);
  });

  test('says of what it is made: tests, images, what runs, what changes, and what the migrations do', async () => {
    const { commits } = await start();
    const { fact } = await planned('staging', commits.newest);
    expect(fact('tests')).toMatchObject({ value: 'passed', evidence: ['integration-test: success'] });
    expect(fact('images')?.evidence).toHaveLength(images.length);
    expect(fact('images')?.evidence[0]).toContain(
      `${digestOf('frontend', commits.newest)}, built of that commit`,
    );
    expect(fact('running')).toMatchObject({ value: commits.staging });
    expect(fact('changes')).toMatchObject({ value: '1 commit new' });
    expect(fact('schema')).toMatchObject({
      value: 'additive',
      evidence: [expect.stringContaining('0003_step_notes.py')],
    });
    expect(fact('look')?.evidence.at(-1)).toContain('dbshell');
    expect(fact('way-back')?.value).toContain(`rollback-to staging ${commits.staging.slice(0, 12)}`);
  });

  test.each(['frontend', 'migrate'])('is refused where the image of %s is not published', async (name) => {
    const { commits, registry } = await start();
    registry.untag(`${imageProject}/${name}`, commits.newest);
    await expect(planned('staging', commits.newest)).rejects.toThrow(
      `no published image of ${commits.newest} for ${name}`,
    );
  });

  test('is refused where an image was built of another commit than its tag says', async () => {
    const { commits, registry } = await start();
    const labels = { 'org.opencontainers.image.revision': commits.production };
    registry.push(`${imageProject}/fetcher`, commits.newest, { source: 'alien', labels });
    await expect(planned('staging', commits.newest)).rejects.toThrow('built of other commits: fetcher of');
  });

  test('is refused where an image was built from another repository; one that does not say is a warning', async () => {
    const { commits, registry } = await start();
    const revision = { 'org.opencontainers.image.revision': commits.newest };
    registry.push(`${imageProject}/fetcher`, commits.newest, { source: 'silent', labels: revision });
    const { plan } = await planned('staging', commits.newest);
    expect(plan.warnings).toContain('The image of fetcher does not say from which repository it was built.');
    const labels = {
      ...revision,
      'org.opencontainers.image.source': 'https://github.com/somebody/cjworkbench',
    };
    registry.push(`${imageProject}/fetcher`, commits.newest, { source: 'fork', labels });
    await expect(planned('staging', commits.newest)).rejects.toThrow(
      'not built from CJWorkbench/cjworkbench: fetcher from https://github.com/somebody/cjworkbench',
    );
  });

  test('is refused where the commit has not passed its integration tests', async () => {
    const { commits, github } = await start();
    github.meddle((draft) => {
      for (const run of draft.repositories['CJWorkbench/cjworkbench']?.checkRuns ?? [])
        if (run.sha === commits.newest) run.work.conclusion = 'failure';
    });
    await expect(planned('staging', commits.newest)).rejects.toThrow('integration-test is failure');
  });

  test('names a commit that is nowhere, and takes nothing else for one', async () => {
    await start();
    await expect(planned('staging', 'abcdef1')).rejects.toThrow('no commit abcdef1');
    for (const version of ['master', 'abc', '--help'])
      await expect(planned('staging', version)).rejects.toThrow('must be a commit');
  });
});

describe('where the migrations take away what the older code needs', () => {
  test('production asks a person before it migrates, and goes back only by a person’s word', async () => {
    const { commits } = await start({ migration: 'destructive' });
    const { ids, node, plan } = await planned('production', commits.newest);
    expect(ids.indexOf('anticipate-chaos')).toBeLessThan(ids.indexOf('migrate'));
    expect(node('anticipate-chaos')).toMatchObject({
      onReject: 'abort',
      ask: { evidence: [{ title: 'The database: mixed' }] },
    });
    expect(node('frontend')).toMatchObject({ onFailure: 'park' });
    expect(node('ask-throughout')).toMatchObject({ onFail: 'ask' });
    expect(plan.warnings.join()).toContain('Better in two');
  });

  test('staging, where nobody watches, goes on, and its plan warns', async () => {
    const { commits } = await start({ migration: 'destructive' });
    const { ids, plan } = await planned('staging', commits.newest);
    expect(ids).not.toContain('anticipate-chaos');
    expect(plan.warnings.join()).toContain('Better in two');
  });
});

describe('an advanced deploy', () => {
  test('is the only one that goes back, and asks with what the older code meets', async () => {
    const { commits } = await start();
    await expect(planned('staging', commits.production)).rejects.toThrow('older than what Staging runs');
    const { ids, node, plan } = await planned('staging', commits.production, { advanced: true });
    expect(ids).not.toContain('migrate');
    expect(ids[1]).toBe('anticipate-chaos');
    expect(node('anticipate-chaos')).toMatchObject({ onReject: 'abort' });
    expect(plan.warnings).toContainEqual(expect.stringContaining('Migrations are not reverted'));
  });
});

describe('with the ledgers of both environments', () => {
  const entries = (commit: string) =>
    ['frontend', 'fetcher', 'renderer', 'cron'].map((service) => ({
      service,
      version: commit.slice(0, 12),
      commit,
      digest: digestOf(service, commit),
    }));

  /** Staging runs an image of these, as if it had been deployed. */
  async function deployed(
    services: readonly string[],
    commit: string,
    repository = imageProject,
  ): Promise<void> {
    const { kubernetes } = started.clients('staging');
    const { signal } = new AbortController();
    for (const service of services) {
      const name = `${service}-deployment`;
      const ref = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        plural: 'deployments',
        namespace: 'staging',
        name,
      };
      const image = `host/${repository}/${service}@${digestOf(service, commit)}`;
      const spec = { template: { spec: { containers: [{ name, image }] } } };
      await kubernetes.mergePatch(ref, { spec }, { key: service, signal });
    }
  }
  async function wayBack(acknowledged: readonly string[] = []) {
    const { commits } = started;
    const kept = ledgers(cjworkbench);
    const version = commits.staging.slice(0, 12);
    await kept.record('staging', version, entries(commits.staging));
    await kept.record('staging', commits.newest.slice(0, 12), entries(commits.newest));
    const course = { type: 'rollback', reason: 'It breaks', acknowledged } as const;
    return planned('staging', version, {}, await kept.sailing({ environment: 'staging', version, course }));
  }

  test('a rollback of a deploy that stopped half-way counts from its newest commit', async () => {
    const { commits } = await start({ migration: 'destructive' });
    await deployed(['frontend'], commits.newest);
    const refused = await wayBack().catch((error: unknown) => JSON.stringify(error));
    expect(refused).toContain('--acknowledge 0003_step_notes');
    const { plan, ids } = await wayBack(['0003_step_notes']);
    expect(plan.warnings).toContainEqual(expect.stringContaining(`the newest of them, ${commits.newest}`));
    expect(ids).not.toContain('migrate');
  });

  test('a rollback is refused where nobody can tell what the database has met', async () => {
    const { commits } = await start();
    await deployed(['frontend'], commits.newest, 'somebody-else');
    await expect(wayBack()).rejects.toThrow('can’t be told');
  });

  test('production gets what staging has had, and nothing else', async () => {
    const { commits } = await start();
    const kept = ledgers(cjworkbench);
    const version = commits.newest.slice(0, 12);
    const wanted = { environment: 'production', version };
    await expect(planned('production', version, {}, await kept.sailing(wanted))).rejects.toThrow('staging');
    await kept.record('staging', version, entries(commits.newest));
    const { plan } = await planned('production', version, {}, await kept.sailing(wanted));
    expect(plan.course).toMatchObject({ type: 'promotion', from: 'staging' });
  });

  test.each([
    ['additive', [], undefined],
    ['destructive', [], '--acknowledge 0003_step_notes'],
    ['destructive', ['0003_step_notes'], undefined],
  ] as const)(
    'a rollback past a migration that is %s, with %j acknowledged, says %s',
    async (migration, acknowledged, refusal) => {
      const { commits } = await start({ migration });
      await deployed(['frontend', 'fetcher', 'renderer', 'cron'], commits.newest);
      const plan = wayBack(acknowledged);
      if (refusal !== undefined)
        return expect(plan.catch((error: unknown) => JSON.stringify(error))).resolves.toContain(refusal);
      const { ids } = await plan;
      expect(ids).toEqual(expect.arrayContaining(['hold-environment', 'frontend', 'cron']));
      expect(ids).not.toContain('migrate');
    },
  );
});
