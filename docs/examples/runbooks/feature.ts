/** Feature: switches a feature on, watches the service, and keeps the feature if a person says so. */
import { defineRunbook, gate, sequence, soak, z } from 'slipway';
import { http, metrics } from 'slipway/steps';
import { set } from '../steps/flags/set.ts';

const input = z.strictObject({
  environment: z.enum(['stage']).describe('Where'),
  version: z.string().describe('The version that brings the feature'),
  flag: z.string().default('new-checkout').describe('The flag that hides it'),
  soakFor: z.string().default('30s').describe('How long to watch before a person is asked'),
});

export default defineRunbook({
  name: 'feature',
  summary: 'Switch a feature on, watch the service, and keep it if a person says so.',
  input,
  async plan({ version, flag, soakFor }, facts) {
    const service = String(facts.environment.vars['flags']);
    const health = String(facts.environment.vars['health']);

    // Planning may look at anything. What it finds stands in the plan, with the evidence.
    const response = await facts.clients.http.fetch(health, { signal: facts.signal });
    if (!response.ok) facts.refuse(`${health} answers ${response.status} before we have begun.`);
    facts.record('health', {
      title: 'The service answers before the release',
      value: response.status,
      evidence: [`GET ${health}`],
    });

    return sequence(`Switch ${flag} on for ${version}`, [
      set({ service, flag, on: true }, { id: 'switch-on', required: true }),
      http.check({ url: health }, { id: 'check' }),
      soak('Watch the service', {
        id: 'watch',
        for: soakFor,
        interval: '5s',
        checks: [metrics.httpProbe({ url: health }, { id: 'health', min: 1, failureLimit: 2 })],
        onFail: 'rollback',
      }),
      gate(`Keep ${flag}?`, {
        id: 'keep',
        instructions: `Try the feature. Approve to keep it; reject to switch it off again.`,
        approvers: facts.people('releng'),
        questions: { seen: { type: 'text', title: 'What did you try?' } },
      }),
    ]);
  },
});
