/** What the runbook reads from `vars` of its environment. */
import { z } from 'slipway';
import { varsOf } from '../vars.ts';

/** `scb1001.eqiad.wmnet, scb1002.eqiad.wmnet`; `name=address` where a service is asked elsewhere than by the host's name. */
const hostsSchema = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', address] = part.split('=');
        return { name, ...(address === undefined ? {} : { address }) };
      }),
  )
  .refine((hosts) => hosts.length > 0, 'names no host');

const settingsSchema = z.object({
  service: z.string().describe('The service, which is its systemd unit, too'),
  sourceProject: z
    .string()
    .optional()
    .describe('Its source repository in Gerrit; absent: mediawiki/services/ and its name'),
  deployProject: z
    .string()
    .optional()
    .describe('Its deploy repository; absent: the source’s name and /deploy'),
  branch: z.string().default('master').describe('The branch of the deploy repository'),
  submodule: z.string().default('src').describe('Where the source is in the deploy repository'),
  buildFile: z
    .string()
    .default('Dockerfile')
    .describe('The file in the source that says how the modules are built, in a container like the hosts'),
  buildStage: z.string().default('modules').describe('Its stage that holds nothing but the modules'),
  registryArgument: z
    .string()
    .optional()
    .describe('The build argument that is given the registry, for a file whose base image is there'),
  author: z.string().default('Slipway').describe('Who commits to the deploy repository'),
  authorEmail: z.string().describe('The address of the account that pushes to Gerrit: it takes no other'),
  puppetProject: z
    .string()
    .default('operations/puppet')
    .describe('The repository of configuration in Gerrit'),
  puppetBranch: z.string().default('production').describe('Its branch that the hosts’ agents apply'),
  dataFile: z
    .string()
    .optional()
    .describe(
      'The file in it that says what the service is told here, such as hieradata/role/common/scb.yaml',
    ),
  configFile: z
    .string()
    .optional()
    .describe('What the agents make of it on the hosts; absent: /etc/<service>/config.yaml'),
  agentState: z
    .string()
    .default('/var/lib/puppet/state')
    .describe('Where the agents on the hosts keep whether they are held'),
  agentSeconds: z
    .number()
    .min(1)
    .max(21_600)
    .default(1800)
    .describe('Seconds for which a run of a host’s agent that is under way is waited for'),
  deploymentHost: z.string().describe('The deployment host, such as tin'),
  owner: z
    .string()
    .optional()
    .describe(
      'Whom the deploy repository on the deployment host belongs to: git is run as that one, by `sudo -n -u`; absent: as whoever logs in',
    ),
  targetOwner: z.string().optional().describe('The same for the other hosts, such as root'),
  directory: z
    .string()
    .optional()
    .describe('The deploy repository on all hosts; absent: /srv/deployment/<service>/deploy'),
  hosts: hostsSchema.describe(
    'The hosts that run it, by commas, in the order of their turns; the first is the one that is tried',
  ),
  port: z.number().int().describe('The port it must be bound to'),
  logContains: z.string().default('listening').describe('What its log says once it has started'),
  path: z.string().default('/').describe('What each host is asked'),
  answerContains: z.string().optional().describe('What the answer must contain'),
  settleSeconds: z.number().default(60).describe('Seconds a host has to come back'),
  steadySeconds: z.number().default(5).describe('Seconds for which it must stay up'),
  batch: z
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('How many hosts have their turn at once, after the first'),
  maxUnavailable: z.number().int().min(1).default(1).describe('How many may be down at once'),
  sudo: z.boolean().default(true).describe('Whether services are restarted by `sudo -n`'),
  url: z.string().optional().describe('The service as users reach it: it is asked throughout'),
  every: z.string().default('2s').describe('Time between two questions to it'),
  pollSeconds: z.number().default(15).describe('Seconds between two looks at a review'),
});

const read = varsOf(settingsSchema);

export type Settings = ReturnType<typeof settingsOf>;

export function settingsOf(facts: Parameters<typeof read>[0]) {
  const vars = read(facts);
  const sourceProject = vars.sourceProject ?? `mediawiki/services/${vars.service}`;
  return {
    ...vars,
    sourceProject,
    deployProject: vars.deployProject ?? `${sourceProject}/deploy`,
    configFile: vars.configFile ?? `/etc/${vars.service}/config.yaml`,
    directory: vars.directory ?? `/srv/deployment/${vars.service}/deploy`,
  };
}
