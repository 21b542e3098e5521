/** An Application as the steps read it. */
import { z } from 'zod';
import { fatal } from '../errors.ts';
import { asExpected } from '../kubernetes/as-expected.ts';
import type { ClusterObject, ObjectRef } from '../kubernetes/client.ts';

export const applicationInput = {
  application: z.string().min(1).describe('Name of the Application'),
  namespace: z.string().min(1).default('argocd').describe('Namespace of the Application'),
};

/** Carries our key in `operation.info`, by which we know our operation again. */
export const keyInfo = 'slipway-key';

/** Who began a sync, as Argo CD's history keeps it: our key outlives the next operation there. */
export const initiator = (key: string): string => `slipway/${key}`;

const operationSchema = z.object({
  info: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  sync: z.object({ revision: z.string().optional() }).optional(),
});

const applicationSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z.object({
    sources: z.array(z.unknown()).optional(),
    syncPolicy: z
      .object({ automated: z.object({ enabled: z.boolean().default(true) }).optional() })
      .default({}),
  }),
  operation: operationSchema.optional(),
  status: z
    .object({
      health: z
        .object({ status: z.string(), message: z.string().default('') })
        .default({ status: 'Unknown', message: '' }),
      sync: z
        .object({ status: z.string(), revision: z.string().default('') })
        .default({ status: 'Unknown', revision: '' }),
      operationState: z
        .object({
          phase: z.string(),
          message: z.string().default(''),
          operation: operationSchema,
          syncResult: z.object({ revision: z.string().default('') }).optional(),
        })
        .optional(),
      history: z
        .array(
          z.object({
            revision: z.string().default(''),
            initiatedBy: z.object({ username: z.string().optional() }).default({}),
          }),
        )
        .default([]),
      conditions: z.array(z.object({ type: z.string(), message: z.string() })).default([]),
      resources: z
        .array(z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }))
        .default([]),
      summary: z.object({ images: z.array(z.string()).default([]) }).default({ images: [] }),
    })
    .prefault({}),
});

export interface OperationView {
  readonly key: string | undefined;
  readonly phase: string;
  readonly message: string;
  /** What was asked for: a commit, a tag or a branch. */
  readonly asked: string | undefined;
  /** The commit it came to. */
  readonly revision: string;
}

export interface ApplicationView {
  readonly resourceVersion: string;
  /** Written into the object and not taken up yet. */
  readonly pending: { readonly key: string | undefined } | undefined;
  /** The running one, or the last. */
  readonly operation: OperationView | undefined;
  /** The commit deployed last; empty if there was none. */
  readonly revision: string;
  /** Commits deployed, oldest first, with who began it. */
  readonly history: readonly { readonly revision: string; readonly by: string | undefined }[];
  readonly health: string;
  readonly healthMessage: string;
  readonly sync: string;
  /** What it was compared with: what the target revision stands at. */
  readonly targetRevision: string;
  readonly automated: boolean;
  readonly errors: readonly string[];
  readonly workloads: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
  readonly images: readonly string[];
}

export const applicationRef = ({
  application,
  namespace,
}: {
  readonly application: string;
  readonly namespace: string;
}): ObjectRef => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  plural: 'applications',
  namespace,
  name: application,
});

export function readApplication(object: ClusterObject): ApplicationView {
  const name = object.metadata?.name ?? '';
  const { metadata, spec, operation, status } = asExpected(applicationSchema, 'Application', object);
  if (spec.sources !== undefined) {
    throw fatal('refused', `Application ${name} has several sources; Slipway syncs those with one.`);
  }
  const { operationState } = status;
  return {
    resourceVersion: metadata.resourceVersion,
    pending: operation === undefined ? undefined : { key: keyIn(operation) },
    operation: operationState && {
      key: keyIn(operationState.operation),
      phase: operationState.phase,
      message: operationState.message,
      asked: operationState.operation.sync?.revision,
      revision: operationState.syncResult?.revision ?? '',
    },
    revision: status.history.at(-1)?.revision ?? '',
    history: status.history.map(({ revision, initiatedBy }) => ({ revision, by: initiatedBy.username })),
    health: status.health.status,
    healthMessage: status.health.message,
    sync: status.sync.status,
    targetRevision: status.sync.revision,
    automated: spec.syncPolicy.automated?.enabled === true,
    errors: status.conditions.filter(({ type }) => type.endsWith('Error')).map(({ message }) => message),
    workloads: status.resources
      .filter(({ kind }) => kind === 'Rollout' || kind === 'Deployment')
      .map(({ kind, name: workload, namespace = '' }) => ({ kind, name: workload, namespace })),
    images: status.summary.images,
  };
}

const keyIn = ({ info }: z.output<typeof operationSchema>): string | undefined =>
  info.find(({ name }) => name === keyInfo)?.value;

export const isRunning = ({ operation }: ApplicationView): boolean =>
  operation?.phase === 'Running' || operation?.phase === 'Terminating';
