/** What `slipway init` writes. */

export const configText = (login: string): string => `import { defineConfig } from 'slipway';

export default defineConfig({
  runbooks: ['runbooks/*.ts'],

  // Where releases go. Runbooks read \`vars\`; \`systems\` below say what steps act on.
  environments: {
    local: {
      title: 'This machine',
      // The web UI of \`slipway dev\`: something that answers. Put your service's address here.
      vars: { url: process.env['SLIPWAY_WEB_UI'] ?? 'http://127.0.0.1:8233' },
    },
  },

  // For example: github: { type: 'github', token: { env: 'GITHUB_TOKEN' } }
  systems: {},

  // Who may answer gates, by login and role.
  people: {
    ${asKey(login)}: { roles: ['releng'] },
  },
});
`;

/** Quoted only where it must be. */
const asKey = (login: string): string => (/^[a-z_]\w*$/i.test(login) ? login : JSON.stringify(login));

export const runbookText = `import { defineRunbook, gate, sequence, z } from 'slipway';
import { http } from 'slipway/steps';

export default defineRunbook({
  name: 'hello',
  summary: 'A person deploys, and Slipway checks that the service answers.',
  input: z.strictObject({
    environment: z.enum(['local']).describe('Where to release to'),
    version: z.string().describe('What to release'),
  }),
  // Runs on a worker, looks at anything, changes nothing. What it returns is shown before anything happens.
  plan({ version }, facts) {
    const deploy = gate(\`Deploy \${version}\`, {
      id: 'deploy',
      instructions: \`Deploy \${version} by hand, then approve. Replace this gate by steps when you can.\`,
      approvers: facts.people('releng'),
      questions: { note: { type: 'text', title: 'Anything worth noting?', required: false } },
    });
    const check = http.check({ url: String(facts.environment.vars['url']) }, { id: 'check' });
    return sequence(\`Release \${version}\`, [deploy, check]);
  },
});
`;
