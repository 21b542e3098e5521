/** What the runbook of Wikimedia's services plans, and what it refuses, in a world with real hosts and real git. */
import { expect, test } from '@jest/globals';
import { flatten } from '../../../src/workflows/state.ts';
import { describeWikimedia } from '../../support/wikimedia.ts';

describeWikimedia('wikimedia-services', (world) => {
  async function planned(environment: string, version = world().newest().slice(0, 12), vars = {}) {
    const { plan } = await world().plan({ environment, version }, undefined, vars);
    const nodes = flatten(plan.root).map(({ node }) => node);
    return {
      plan,
      ids: nodes.map(({ id }) => id),
      input: (id: string) => nodes.find((node) => node.id === id && 'input' in node),
      fact: (id: string) => plan.facts.find((one) => one.id === id),
    };
  }

  test('goes by the page: deploy repository, dance, one host, checks, the others', async () => {
    const { ids, fact, plan } = await planned('production');
    const steps = ['bump', 'review', 'dance', 'first-host', 'check-first', 'other-hosts', 'record'];
    expect(ids.filter((id) => steps.includes(id))).toEqual(steps);
    expect(fact('commit')?.value).toBe(world().newest());
    expect(fact('running')?.evidence).toEqual(['scb1001: 0.1.0', 'scb1002: 0.1.0', 'scb1003: 0.1.0']);
    expect(plan.warnings).toEqual([]);
  });

  test('takes the hosts of its environment, the first of them alone', async () => {
    const { input } = await planned('deployment-prep');
    expect(input('dance')).toMatchObject({
      input: { host: 'deployment-bastion', targets: ['deployment-sca01', 'deployment-sca02'] },
    });
    expect(input('first-host')).toMatchObject({ input: { hosts: [{ name: 'deployment-sca01' }] } });
    expect(input('other-hosts')).toMatchObject({ input: { hosts: [{ name: 'deployment-sca02' }] } });
  });

  test('puts hosts back to what the dance has seen there before', async () => {
    const { input } = await planned('production');
    expect(JSON.stringify(input('other-hosts'))).toContain('{"$ref":"dance.previous"}');
  });

  test('puts checkouts back as whom they belong to', async () => {
    const owners = { owner: 'trebuchet', targetOwner: 'root' };
    const { input } = await planned('production', undefined, owners);
    expect(input('dance')).toMatchObject({ input: owners });
    const asOwner = ['sudo', '-n', '-u', 'root', '--', 'git'];
    const putBack = Array.from({ length: 2 }, () => ({ command: expect.arrayContaining(asOwner) }));
    for (const id of ['first-host', 'other-hosts']) expect(input(id)).toMatchObject({ input: { putBack } });
    await expect(planned('production', undefined, { targetOwner: 'Root' })).rejects.toThrow('targetOwner');
  });

  test('builds and reviews nothing that the deploy repository has', async () => {
    const earlier = world().gerrit.refs('mediawiki/services/mathoid')['refs/tags/v0.1.0'] ?? '';
    const { ids, input } = await planned('production', earlier.slice(0, 7));
    expect(ids).not.toContain('bump');
    expect(input('dance')).toMatchObject({ input: { commit: world().deployed() } });
  });

  test('names a host that is down already, and begins with it: with the others all goes on', async () => {
    await world().hosts.run('scb1003', 'systemctl stop mathoid');
    const { plan, input } = await planned('production');
    await world().hosts.run('scb1003', 'systemctl start mathoid');
    expect(plan.warnings).toEqual([expect.stringContaining('scb1003')]);
    expect(input('first-host')).toMatchObject({ input: { hosts: [{ name: 'scb1003' }] } });
    const others = [{ name: 'scb1001' }, { name: 'scb1002' }];
    expect(input('other-hosts')).toMatchObject({ input: { hosts: others } });
  });

  test('refuses a commit that is nowhere, and takes nothing else for one', async () => {
    await expect(planned('production', 'abcdef1')).rejects.toThrow('abcdef1');
    for (const version of ['master', 'abc', '--upload-pack=x'])
      await expect(planned('production', version)).rejects.toThrow('must be a commit');
  });
});
