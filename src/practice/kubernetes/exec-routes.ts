/** What the API server passes on to a node: a container's log, and programs that are run in it over a websocket. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptWebsocket } from '../websocket.ts';
import type { Cluster } from './cluster.ts';
import { badRequest, notFound } from './errors.ts';
import { keyOf, resourceOfKind } from './resources.ts';
import { runExec } from './programs.ts';
import type { Programs } from './programs.ts';
import type { Stored } from './state.ts';

const pathSchema = z.object({ namespace: z.string(), name: z.string() });
const logSchema = z.object({
  container: z.string().optional(),
  tailLines: z.coerce.number().int().min(0).optional(),
  previous: z.enum(['true', '1', 'false', '0']).default('false'),
});
const execSchema = z.object({
  container: z.string().optional(),
  command: z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]),
});
const containersSchema = z.object({
  containers: z.array(z.object({ name: z.string(), image: z.string() })).min(1),
});
const statusSchema = z.object({
  containerStatuses: z.array(
    z.object({ name: z.string(), restartCount: z.number(), state: z.record(z.string(), z.unknown()) }),
  ),
});

/** Streams of the channel protocol: the first byte of each message. */
const channel = { stdout: 1, stderr: 2, status: 3 } as const;

export function execRoutes(app: FastifyInstance, cluster: Cluster, programs: Programs): void {
  app.get('/api/v1/namespaces/:namespace/pods/:name/log', async (request, reply) => {
    const { pod, container, restarts, waits } = find(
      cluster,
      request,
      logSchema.parse(request.query).container,
    );
    const { tailLines, previous } = logSchema.parse(request.query);
    const ofPrevious = previous === 'true' || previous === '1';
    if (ofPrevious && restarts === 0)
      throw badRequest(
        `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`,
      );
    if (waits && restarts === 0)
      throw badRequest(
        `container "${container}" in pod "${pod.metadata.name}" is waiting to start: trying and failing to pull image`,
      );
    const log = cluster.read().logs[pod.metadata.uid] ?? '';
    return reply.type('text/plain').send(tail(log, tailLines));
  });

  app.get('/api/v1/namespaces/:namespace/pods/:name/exec', (request, reply) =>
    run(cluster, programs, request, reply),
  );
}

function run(
  cluster: Cluster,
  programs: Programs,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { container: asked, command } = execSchema.parse(request.query);
  const { pod, image, waits, container } = find(cluster, request, asked === '' ? undefined : asked);
  if (waits) throw badRequest(`container ${container} is not running in pod ${pod.metadata.name}`);
  const socket = acceptWebsocket(request.raw, ['v5.channel.k8s.io', 'v4.channel.k8s.io']);
  if (socket === undefined) throw badRequest('Upgrade request required');
  reply.hijack();
  const { namespace, name, annotations = {} } = pod.metadata;
  const {
    exitCode,
    stdout,
    stderr = '',
  } = runExec(programs, {
    namespace,
    pod: name,
    image,
    command,
    annotations,
    kept: cluster.read().kept[namespace] ?? {},
  });
  const send = (stream: number, text: string): void =>
    socket.send(Buffer.concat([Buffer.from([stream]), Buffer.from(text)]));
  if (stdout !== '') send(channel.stdout, stdout);
  if (stderr !== '') send(channel.stderr, stderr);
  send(channel.status, JSON.stringify(exitStatus(exitCode)));
  socket.close();
  return reply;
}

const exitStatus = (exitCode: number) =>
  exitCode === 0
    ? { metadata: {}, status: 'Success' }
    : {
        metadata: {},
        status: 'Failure',
        message: `command terminated with non-zero exit code: exit status ${exitCode}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
      };

function find(cluster: Cluster, request: FastifyRequest, asked: string | undefined) {
  const { namespace, name } = pathSchema.parse(request.params);
  const resource = resourceOfKind('Pod');
  const pod: Stored | undefined = cluster.read().objects[keyOf(resource, namespace, name)];
  if (pod === undefined) throw notFound(resource, name);
  const { containers } = containersSchema.parse(pod.spec);
  const found =
    asked === undefined
      ? containers.length === 1
        ? containers[0]
        : undefined
      : containers.find((one) => one.name === asked);
  const names = containers.map((one) => one.name).join(' ');
  if (found === undefined)
    throw badRequest(
      asked === undefined
        ? `a container name must be specified for pod ${name}, choose one of: [${names}]`
        : `container ${asked} is not valid for pod ${name}`,
    );
  const status = statusSchema
    .safeParse(pod.status)
    .data?.containerStatuses.find((one) => one.name === found.name);
  return {
    pod,
    container: found.name,
    image: found.image,
    restarts: status?.restartCount ?? 0,
    waits: status === undefined || Object.hasOwn(status.state, 'waiting'),
  };
}

function tail(log: string, lines: number | undefined): string {
  if (lines === undefined || log === '') return log;
  const all = log.replace(/\n$/, '').split('\n');
  return lines === 0 ? '' : `${all.slice(-lines).join('\n')}\n`;
}
