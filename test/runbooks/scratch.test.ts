import { test } from '@jest/globals';
import { startBalrog } from '../support/balrog.ts';
import { renderTree as renderPlan } from '../../src/runbook/render-tree.ts';

test('scratch', async () => {
  const balrog = await startBalrog({ schema: 'additive' });
  try {
    const { plan } = await balrog.plan({ environment: 'stage', version: '3.111' });
    console.log(renderPlan(plan));
  } finally {
    await balrog.stop();
  }
});
