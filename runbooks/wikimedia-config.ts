/**
 * Wikimedia services, their configuration: a value of the puppet repository, through review, onto the hosts of an environment:
 * `slipway start wikimedia-config --environment production --version T114000 --key mathoid::font --value usr/share/fonts/stix.otf`
 */
import { defineRunbook } from 'slipway';
import { configPlan } from './wikimedia-config/change.ts';
import { inputSchema } from './wikimedia-config/input.ts';
import { lookAround } from './wikimedia-config/look-around.ts';

export default defineRunbook({
  name: 'wikimedia-config',
  summary:
    'Change a value of a service’s configuration: puppet’s repository, review, one host, and then the others.',
  input: inputSchema,
  plan: async (input, facts) => configPlan(await lookAround(input, facts)),
});
