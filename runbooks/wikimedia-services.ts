/** Wikimedia services: a commit of a service's source repository into its deploy repository, and onto the hosts of an environment. */
import { defineRunbook } from 'slipway';
import { deployPlan } from './wikimedia-services/deploy.ts';
import { inputSchema } from './wikimedia-services/input.ts';
import { lookAround } from './wikimedia-services/look-around.ts';

export default defineRunbook({
  name: 'wikimedia-services',
  summary:
    'Deploy a service of Node.js: its deploy repository, the deployment host, one host, and then the others.',
  input: inputSchema,
  plan: async (input, facts) => deployPlan(await lookAround(input, facts)),
});
