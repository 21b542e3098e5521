/** CJWorkbench: a published commit to staging, then to production, as the team's page tells it; and the way back in case of disaster. */
import { defineRunbook, sequence } from 'slipway';
import type { BuiltNode } from 'slipway';
import { allowed } from './cjworkbench/allowed.ts';
import { deployNodes } from './cjworkbench/deploy.ts';
import { inputSchema } from './cjworkbench/input.ts';
import { recordLinks } from './cjworkbench/links.ts';
import { lookAround } from './cjworkbench/look-around.ts';
import type { Deploy } from './cjworkbench/look-around.ts';
import { recordWayBack } from './cjworkbench/way-back.ts';
import { stepOverMigrations } from './step-over.ts';

export default defineRunbook({
  name: 'cjworkbench',
  summary: 'Deploy CJWorkbench: a published commit to staging, then the same images to production.',
  input: inputSchema,
  // Production gets what staging has: `slipway promote cjworkbench --to production`.
  promotion: { order: ['staging', 'production'], exempt: ['dev'] },
  async plan(input, facts) {
    const deploy = await lookAround(input, facts);
    return planOf(deploy, allowed(deploy));
  },
  // The older images again. Whoever ordered it has named the migrations that the older code may break on: nobody is asked once more.
  async rollback(input, facts) {
    const deploy = await lookAround({ ...input, advanced: true }, facts);
    if (deploy.running.commit === undefined)
      return facts.refuse(
        `What ${facts.environment.title} runs can’t be told, and so neither can what its database keeps from newer code.`,
        'Look at the database by hand; then slipway start cjworkbench … --version <sha1> --advanced, where a person is asked about it first.',
      );
    stepOverMigrations(deploy.schema.operations, facts);
    return planOf(deploy, []);
  },
});

function planOf(deploy: Deploy, gates: readonly BuiltNode[]): BuiltNode {
  recordWayBack(deploy);
  recordLinks(deploy.settings, deploy.facts);
  return sequence(
    `${deploy.commit.slice(0, 12)} to ${deploy.facts.environment.title}`,
    [...gates, deployNodes(deploy)],
    { id: 'cjworkbench' },
  );
}
