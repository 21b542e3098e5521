/** What may be asked of Balrog's practice world when it begins. */

export const schemaVariants = ['none', 'additive', 'destructive', 'mixed'] as const;
export type SchemaVariant = (typeof schemaVariants)[number];

export interface BalrogOptions {
  /** What the migrations since the deployed version do. Default `none`. */
  readonly schema?: SchemaVariant;
  /** A version that errs ten times as often once production's traffic meets it: `3.111`. No graph and no new exception shows it. */
  readonly badVersion?: string;
  /** `worst`: Argo shows every awkward behaviour each time. Default `calm`. */
  readonly argo?: 'calm' | 'worst';
}

export const repository = { owner: 'mozilla-releng', name: 'balrog' } as const;

/** What runs everywhere when the world begins, and what the tip of the branch will be. */
export const deployedVersion = '3.110';
export const upcomingVersion = '3.111';

export const environments = ['stage', 'prod'] as const;
export type BalrogEnvironment = (typeof environments)[number];

/** Images as Taskcluster pushes them, and as the manifests name them. */
export const images = {
  backend: { built: 'mozilla/balrog', deployed: 'webservices/balrog' },
  agent: { built: 'mozilla/balrogagent', deployed: 'webservices/balrogagent' },
} as const;

/** Taskcluster's tasks for a release, as they report to GitHub: seconds they take in life. */
export const taskclusterChecks = [
  { name: 'tests', seconds: 90 },
  { name: 'push-docker-image', seconds: 120, pushes: images.backend.built },
  { name: 'push-docker-image-agent', seconds: 60, pushes: images.agent.built },
] as const;

export const workflows = {
  image: '.github/workflows/docker-push.yml',
  ui: '.github/workflows/ui-deploy.yml',
} as const;

/** The workflows' input that is shown in the names of their runs. */
export const keyInput = 'slipway-key';

/** Where each service's exceptions go. */
export const sentryProjects = { admin: 'balrog-admin', app: 'balrog-public', agent: 'balrog-agent' } as const;
