/**
 * What can be said to an environment: names and payloads of its updates, its signals and its queries. Pure, so that the
 * CLI and the worker's clients may import it. An environment is a workflow `environment/<name>`, made on first use.
 */
import { z } from 'zod';
import { idSchema, versionSchema } from '../runbook/plan.ts';
import { deploymentSchema } from './deployment.ts';

export const environmentWorkflow = 'environment';
export const ledgerPageWorkflow = 'ledgerPage';
/** Its freezes and holds are every environment's. Nothing is released to it. */
export const everywhere = 'everywhere';

/** The memo in which `everywhere` shows its rules: readable while no worker lives that could be asked. */
export const rulesMemo = 'rules';

export const environmentId = (name: string): string => `environment/${name}`;
/** Older entries of its ledger, a workflow for each page; the first is 1. */
export const ledgerPageId = (name: string, page: number): string => `ledger/${name}/${page}`;

const line = z.string().min(1).max(500);
const person = z.string().min(1).max(128).describe('Who says it: a login of the configuration’s people');
const reason = z.string().min(1).max(500).describe('Why; kept in the audit');
const instant = z.iso.datetime().describe('ISO 8601, in UTC');

export const releaseRefSchema = z.strictObject({
  id: z.string().min(1).max(512),
  runbook: idSchema,
  environment: idSchema,
  version: versionSchema,
  startedBy: person,
});

export const recordSchema = z.strictObject({
  /** Idempotency key: a second record with the same key changes nothing. */
  key: z.string().min(1).max(64),
  release: releaseRefSchema,
  why: line,
  deployment: deploymentSchema,
});

/** The undo of a record: what ran before is said to run again. */
export const unrecordSchema = z.strictObject({
  key: z.string().min(1).max(64),
  /** The key of the record that is undone. */
  undoes: z.string().min(1).max(64),
  release: releaseRefSchema,
  service: idSchema,
  /** What ran before; absent: nothing did. */
  restores: deploymentSchema.optional(),
});

export const requestSchema = z.strictObject({
  release: releaseRefSchema,
  /** Run that asks: what it continues as is followed. */
  runId: z.string().min(1),
  /** `latest`: a newer release of the same runbook supersedes it while it waits. */
  queue: z.enum(['all', 'latest']),
  /** Goes before all that is not urgent. */
  urgent: z.strictObject({ reason }).optional(),
  /** Goes on although the environment is frozen, if who started it may. */
  exempt: z.strictObject({ by: person, reason }).optional(),
  /** It had the lease and gave it back while it waited for a person: goes first, and no freeze cuts it in two. */
  inFlight: z.boolean().default(false),
  /** Which services a freeze of a service concerns. */
  services: z.array(idSchema).max(200),
  /** What else its versions are called: as its plan records them, and their commits. */
  versions: z.array(versionSchema).max(100).optional(),
  /** Of a release within others: their ids, outermost first. Where one of them has the environment, it goes in beside it. */
  under: z.array(z.string().min(1).max(512)).max(50).optional(),
  /** It brings back what ran before: a hold on all versions, which a rollback leaves, lets it through. */
  purpose: z.literal('rollback').optional(),
});

/** How a release ended, so that what comes after it can be held against that. */
export const endSchema = z.strictObject({
  outcome: z.string().min(1).max(64),
  /** Ids of the gates that people passed. */
  gates: z.array(idSchema).max(200),
});

/** `ended`: it gives the lease back for good. */
export const leaveSchema = z.strictObject({
  release: z.string().min(1).max(512),
  ended: endSchema.optional(),
});

export const freezeSchema = z.strictObject({
  by: person,
  reason,
  /** Absent: until somebody lifts it. */
  until: instant.optional(),
  /** Absent: all services. */
  services: z.array(idSchema).min(1).max(200).optional(),
  /** Logins that may go on with a reason. */
  exempt: z.array(person).max(200).default([]),
});

export const unfreezeSchema = z.strictObject({ by: person, freeze: z.string().min(1), reason });

export const holdSchema = z.strictObject({
  by: person,
  reason,
  runbook: idSchema.optional().describe('Absent: of any runbook'),
  version: versionSchema.optional().describe('Absent: all versions, as a rollback leaves it'),
  key: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Idempotency key of the step that holds it; people have none'),
});

export const unholdSchema = holdSchema.omit({ key: true });

export const exemptSchema = z.strictObject({
  by: person,
  release: z.string().min(1).max(512),
  reason,
});

export const ledgerQuerySchema = z.strictObject({
  service: idSchema.optional(),
  /** The newest so many. */
  limit: z.number().int().min(1).max(1000).default(100),
});

export const environmentUpdates = [
  'request',
  'record',
  'unrecord',
  'freeze',
  'unfreeze',
  'hold',
  'unhold',
  'exempt',
] as const;
export type EnvironmentUpdate = (typeof environmentUpdates)[number];
/** Signal: a release gives its lease, or its place in the queue, back. */
export const leaveSignal = 'leave';
/** Signal: freezes and holds of everywhere have changed. It carries nothing: whoever hears it looks. */
export const rulesSignal = 'rules';
/** Queries: `environment` gives an EnvironmentView, `ledger` the newest LedgerEntries. */
export const environmentQuery = 'environment';
export const ledgerQuery = 'ledger';
/** The signal by which an environment tells a release how its request stands: a LeaseNews. */
export const leaseSignal = 'lease';

export type ReleaseEnd = z.output<typeof endSchema>;
export type ReleaseName = z.output<typeof releaseRefSchema>;
export type RecordDeployment = z.output<typeof recordSchema>;
export type Unrecord = z.output<typeof unrecordSchema>;
export type RequestLease = z.output<typeof requestSchema>;
export type Leave = z.output<typeof leaveSchema>;
export type FreezeOrder = z.output<typeof freezeSchema>;
export type UnfreezeOrder = z.output<typeof unfreezeSchema>;
export type HoldOrder = z.output<typeof holdSchema>;
export type UnholdOrder = z.output<typeof unholdSchema>;
export type ExemptOrder = z.output<typeof exemptSchema>;
export type LedgerQuery = z.output<typeof ledgerQuerySchema>;

/** Why an environment lets nobody in. */
export const closedSchema = z.strictObject({
  why: z.string(),
  /** ISO 8601; absent: when a person lifts it. */
  opensAt: z.string().optional(),
  /** Logins that may go on with a reason. */
  exempt: z.array(z.string()),
});
export type Closed = z.output<typeof closedSchema>;

/** How a release's request stands. */
export const leaseNewsSchema = z.discriminatedUnion('state', [
  z.strictObject({ environment: idSchema, state: z.literal('granted') }),
  z.strictObject({
    environment: idSchema,
    state: z.literal('queued'),
    /** 1: the next one. */
    position: z.number().int(),
    /** Id of the release that has it. */
    holder: z.string().optional(),
    closed: closedSchema.optional(),
  }),
  /** A newer release of the same runbook has taken its place. */
  z.strictObject({ environment: idSchema, state: z.literal('superseded'), by: z.string() }),
]);
export type LeaseNews = z.output<typeof leaseNewsSchema>;

export const environmentStartSchema = z.strictObject({ name: idSchema });
export type StartEnvironment = z.output<typeof environmentStartSchema>;
