/** What the doctor finds out about branches: a real git server has them, and GitHub tells which rules hold for each. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { practiceGit } from '../../src/practice/git/index.ts';
import { practiceGithub } from '../../src/practice/github/index.ts';
import { createClients } from '../../src/worker/clients.ts';
import { configSchema } from '../../src/worker/config.ts';
import { examine } from '../../src/worker/examine.ts';
import { systemsOf } from '../../src/worker/systems-of.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld } from '../../src/practice/server.ts';
import { describeWithGit } from '../support/real-parts.ts';

const commits = [
  {
    message: 'First',
    branch: 'master',
    files: { a: 'a' },
    branches: ['release', 'classic', 'spared', 'loose'],
  },
];

describeWithGit('the doctor, asking for the rules of branches', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  let dir: string;
  beforeEach(async () => {
    process.env['RULES_TOKEN'] = 'practice-token';
    dir = mkdtempSync(join(tmpdir(), 'slipway-rules-'));
    world = await startWorld({
      dir,
      systems: (made) => [
        practiceGit(made, { repositories: [{ name: 'team/app', commits }] }),
        practiceGithub({
          repositories: [
            {
              owner: 'team',
              name: 'app',
              defaultBranch: 'master',
              commits: [{ message: 'First', files: { a: 'a' } }],
              rules: { master: ['deletion', 'non_fast_forward', 'pull_request'], release: ['deletion'] },
              protection: {
                classic: { deletions: false, forcePushes: false, reviews: true, admins: true },
                spared: { deletions: false, forcePushes: false, reviews: false, admins: false },
                loose: { deletions: false, forcePushes: true, reviews: false, admins: true },
              },
            },
          ],
          readOnlyTokens: ['reader'],
        })(made),
      ],
    });
  });
  afterEach(async () => {
    delete process.env['RULES_TOKEN'];
    await world.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function findings(branches: readonly object[], withGithub: 'with' | 'without' = 'with') {
    const config = configSchema.parse({
      runbooks: [],
      environments: { prod: {} },
      systems: {
        git: { type: 'git', url: `${world.url}/git`, branches },
        ...(withGithub === 'with'
          ? { github: { type: 'github', url: `${world.url}/github`, token: { env: 'RULES_TOKEN' } } }
          : {}),
      },
    });
    const found = systemsOf(config, 'prod');
    if (!found.ok) throw new Error('The environment has no systems.');
    const clients = createClients(found.systems, { readOnly: true });
    const all = await examine({ config, clientsOf: () => clients, scrub: (text) => text })();
    return all.filter(
      ({ subject }) => subject.startsWith('prod: git') && !subject.startsWith('prod: github'),
    );
  }
  const of = (branch: string) => ({ repository: 'team/app', branch });

  test('is content where they hold', async () => {
    const [answered, master] = await findings([of('master')]);
    expect([answered?.ok, master?.ok]).toEqual([true, true]);
    expect(answered?.says).toContain('team/app');
  });

  test('names each rule that nothing enforces, and how it is set', async () => {
    const [, release] = await findings([of('release')]);
    expect(release).toMatchObject({ ok: false, says: expect.stringContaining('non_fast_forward') });
    expect(release?.says).not.toContain('deletion');
    expect(release?.remedy).toContain('ruleset for release');
  });

  test('is content with classic protection, and says whom that does not bind', async () => {
    const rules = ['deletion', 'non_fast_forward'];
    const [, classic, spared] = await findings([
      { ...of('classic'), rules: [...rules, 'pull_request'] },
      of('spared'),
    ]);
    expect(classic).toMatchObject({ ok: true, says: expect.stringMatching(/classic protection$/) });
    expect(spared).toMatchObject({ ok: true, says: expect.stringContaining('does not bind administrators') });
    const [, loose] = await findings([of('loose')]);
    expect(loose).toMatchObject({ ok: false, says: expect.stringContaining('enforces non_fast_forward:') });
  });

  test('says that the token may not read it, and takes that for neither yes nor no', async () => {
    process.env['RULES_TOKEN'] = 'reader';
    const [, master, classic] = await findings([of('master'), of('classic')]);
    expect(master?.ok).toBe(true);
    expect(classic).toMatchObject({
      ok: false,
      says: expect.stringContaining('not for this token to read'),
      remedy: expect.stringContaining('Administration, read'),
    });
  });

  test('names a branch that is not there, and a repository that is not', async () => {
    const [, none] = await findings([of('none')]);
    expect(none?.says).toBe('team/app has no branch none.');
    const [missing] = await findings([{ repository: 'team/other', branch: 'master' }]);
    expect(missing).toMatchObject({ ok: false, says: expect.stringContaining('team/other') });
  });

  test('says that git alone does not tell', async () => {
    const [, rules] = await findings([of('master')], 'without');
    expect(rules).toMatchObject({ ok: false, says: expect.stringContaining('no github system') });
  });
});
