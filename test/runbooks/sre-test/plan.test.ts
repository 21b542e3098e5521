/** What sre-test's runbook plans, and what it refuses, in a world with a real git server and a real registry. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { digestOf } from '../../../runbooks/registry.ts';
import sreTestRunbook from '../../../runbooks/sre-test.ts';
import type { Deployment } from '../../../src/environment/deployment.ts';
import type { Sailing } from '../../../src/runbook/course.ts';
import { revisionLabel, sourceLabel } from '../../../src/activities/oci/labels.ts';
import { image, repository } from '../../../src/practice/sre-test/options.ts';
import { flatten } from '../../../src/workflows/state.ts';
import { describeWithRegistry } from '../../support/real-parts.ts';
import { ledgers } from '../../support/way-back.ts';
import { relabelled } from '../../support/relabelled.ts';
import { startSreTest } from '../../support/sre-test.ts';
import type { StartedSreTest } from '../../support/sre-test.ts';

const labelsOf = (commit: string): Record<string, string> => ({
  [revisionLabel]: commit,
  [sourceLabel]: repository,
});

describeWithRegistry('sre-test', () => {
  let sreTest: StartedSreTest;
  beforeEach(async () => {
    sreTest = await startSreTest();
  });
  afterEach(() => sreTest.stop());

  const at = (ref: string): string => sreTest.git.refs(repository)[`refs/${ref}`] ?? '';
  const tip = () => at('heads/master');
  /** As if dev had built it: which bytes it has is no matter to a plan. */
  const built = (commit: string, labels: Record<string, string> = labelsOf(commit)): Promise<void> =>
    relabelled(sreTest.clients('dev').oci, { repository: image, from: 'latest', to: commit }, labels);
  async function planned(
    environment: string,
    version: string,
    more: Record<string, unknown> = {},
    sailing?: Sailing,
  ) {
    const { plan } = await sreTest.plan({ environment, version, ...more }, sailing);
    const nodes = flatten(plan.root).map(({ node }) => node);
    return {
      plan,
      nodes,
      ids: nodes.map(({ id }) => id),
      fact: (id: string) => plan.facts.find((one) => one.id === id),
    };
  }

  test('to dev tests the commit, builds its image, tries it, and only then tags it and rolls it out', async () => {
    const { ids, fact, nodes } = await planned('dev', tip().slice(0, 7));
    const steps = [
      ...['test-commit', 'build', 'test-image', 'tag-commit', 'tag-latest', 'roll-out', 'answers'],
      ...['record', 'show-on-github'],
    ];
    expect(ids.filter((id) => steps.includes(id))).toEqual(steps);
    expect(fact('commit')?.value).toBe(tip());
    expect(fact('changes')?.evidence).toEqual([expect.stringContaining('Count the days')]);
    expect(nodes.find(({ id }) => id === 'show-on-github')).toMatchObject({
      input: { repository, ref: tip(), environment: 'dev', production: false },
      onFailure: 'continue',
    });
  });

  test('builds nothing twice', async () => {
    await built(tip());
    const { ids } = await planned('dev', tip());
    expect(ids).not.toContain('build');
    expect(ids).toContain('tag-latest');
  });

  test('refuses an image that says that it is of other code, and warns of one that does not say', async () => {
    await built(tip(), {
      ...labelsOf(tip()),
      [sourceLabel]: 'https://git.example.com/somebody/birthday-app',
    });
    await expect(planned('prod', tip())).rejects.toThrow(
      `was built from https://git.example.com/somebody/birthday-app, not of ${tip()} from ${repository}`,
    );
    await built(tip(), labelsOf(at('heads/release')));
    await expect(planned('prod', tip())).rejects.toThrow(`built of the commit ${at('heads/release')}`);
    await built(tip(), {});
    const { plan } = await planned('prod', tip());
    expect(plan.warnings).toEqual([
      `${image}:${tip()} does not say of which commit and from which repository it was built.`,
    ]);
  });

  test('refuses to dev what master does not hold', async () => {
    const aside = sreTest.git.commit(repository, {
      message: 'Aside',
      branch: 'release',
      files: { 'www/a': 'a' },
    });
    await expect(planned('dev', aside)).rejects.toThrow('dev follows master');
  });

  test('to prod moves release by fast-forward, tags image and commit, and builds nothing', async () => {
    await built(tip());
    const { ids, nodes, fact, plan } = await planned('prod', tip(), { rc: 'RC20260401_1200' });
    expect(ids).not.toContain('build');
    expect(nodes.find(({ id }) => id === 'move-release')).toMatchObject({
      kind: 'git.fastForward',
      input: { commit: tip(), from: at('heads/release') },
    });
    expect(nodes.find(({ id }) => id === 'tag-rc')).toMatchObject({
      input: { tag: 'RC20260401_1200', elsewhere: 'refuse' },
    });
    expect(nodes.find(({ id }) => id === 'git-tag-live')).toMatchObject({ input: { elsewhere: 'move' } });
    expect(fact('way-back')?.value).toContain(`rollback-to prod ${at('heads/release').slice(0, 12)}`);
    expect(plan.warnings).toEqual([]);
  });

  test('refuses to prod a commit of master that dev has built no image of', async () => {
    await expect(planned('prod', tip())).rejects.toThrow('no image of');
  });

  test('in the rare case that release holds what master does not, builds a new image and says so', async () => {
    const hotfix = sreTest.git.commit(repository, {
      message: 'Hotfix',
      branch: 'release',
      files: { 'www/b': 'b' },
    });
    const { ids, plan } = await planned('prod', hotfix);
    expect(ids.slice(0, 7)).toEqual([
      'prod',
      'image',
      'test-commit',
      'build',
      'test-image',
      'tag-commit',
      'move-release',
    ]);
    expect(plan.warnings).toEqual([expect.stringContaining('a new one is built')]);
  });

  /** What the registry has for a commit, as a release of it was recorded. */
  const ran = async (commit: string): Promise<Deployment> => {
    const refuse = (why: string): never => {
      throw new Error(why);
    };
    const { signal } = new AbortController();
    const digest = await digestOf({ clients: sreTest.clients('prod'), signal, refuse }, image, commit);
    return { service: 'birthday-app', version: commit.slice(0, 12), commit, digest };
  };
  const back = { type: 'rollback', reason: 'Ages are wrong', acknowledged: [] } as const;

  test('goes back to what ran before, with lease, after somebody has said so', async () => {
    const earlier = at('tags/RC20260301_1200');
    const from = sreTest.git.commit(repository, {
      message: 'More',
      branch: 'release',
      files: { 'www/c': 'c' },
    });
    await expect(planned('prod', earlier)).rejects.toThrow('no fast-forward');
    await built(from);
    const kept = ledgers(sreTestRunbook);
    const version = earlier.slice(0, 12);
    await kept.record('prod', version, [await ran(earlier)]);
    await kept.record('prod', from.slice(0, 12), [await ran(from)]);
    const sailing = await kept.sailing({ environment: 'prod', version, course: back });
    const { ids, nodes, plan } = await planned('prod', version, {}, sailing);
    expect(plan.course).toMatchObject({ services: [{ digest: expect.stringMatching(/^sha256:/) }] });
    expect(ids).toEqual(expect.arrayContaining(['hold-environment', 'roll-out']));
    expect(ids.indexOf('hold-environment')).toBeLessThan(ids.indexOf('force-back'));
    expect(ids.indexOf('force-back')).toBeLessThan(ids.indexOf('move-release'));
    expect(nodes.find(({ id }) => id === 'move-release')).toMatchObject({
      kind: 'git.reset',
      input: { commit: earlier, from },
    });
    expect(ids).not.toContain('tag-rc');
    expect(ids).not.toContain('build');
    expect(nodes.find(({ id }) => id === 'force-back')).toMatchObject({ onReject: 'abort' });
  });

  test('does not take the way on for a way back', async () => {
    await built(tip());
    const kept = ledgers(sreTestRunbook);
    const version = tip().slice(0, 12);
    await kept.record('prod', version, [await ran(tip())]);
    await kept.record('prod', '0123456789ab', [{ service: 'birthday-app', version: '0123456789ab' }]);
    const sailing = await kept.sailing({ environment: 'prod', version, course: back });
    await expect(planned('prod', version, {}, sailing)).rejects.toThrow('no way back');
  });

  test('to prod takes the image that dev has run, and no other', async () => {
    await built(tip());
    const version = tip().slice(0, 12);
    const kept = ledgers(sreTestRunbook);
    const promoted = () =>
      kept.sailing({ environment: 'prod', version, course: { type: 'promotion', from: 'dev' } });
    const deployment = await ran(tip());
    await kept.record('dev', version, [deployment]);
    expect((await planned('prod', version, {}, await promoted())).plan.course).toMatchObject({
      services: [{ service: 'birthday-app', version, digest: deployment.digest }],
    });
    const other = ledgers(sreTestRunbook);
    await other.record('dev', version, [{ ...deployment, digest: `sha256:${'0'.repeat(64)}` }]);
    const retagged = await other.sailing({ environment: 'prod', version });
    await expect(planned('prod', version, {}, retagged)).rejects.toThrow('the digest differs');
  });

  test('names a commit that is nowhere, and takes nothing else for one', async () => {
    await expect(planned('dev', 'abcdef1')).rejects.toThrow('abcdef1');
    for (const version of ['master', 'abc', '--upload-pack=x', 'RC20261332_9999'])
      await expect(planned('dev', version)).rejects.toThrow('must be a commit');
  });
});
