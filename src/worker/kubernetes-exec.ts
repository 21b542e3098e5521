/** Runs a program in a container, over the API server's websocket, and gives what it wrote and how it ended. */
import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import { Exec } from '@kubernetes/client-node';
import type { KubeConfig, V1Status } from '@kubernetes/client-node';
import type { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { ContainerRef, ExecEnd } from '../activities/kubernetes/client.ts';
import { fatal, retryLater } from '../activities/errors.ts';
import { responseError } from './kubernetes-errors.ts';

/** Of each of its two outputs. */
const mostBytes = 64 * 1024;

export async function execIn(
  config: KubeConfig,
  { namespace, pod, container }: ContainerRef,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ExecEnd> {
  signal.throwIfAborted();
  const doing = `run ${command[0] ?? ''} in pods/${pod} in ${namespace}`;
  const [stdout, stderr] = [lastOf(mostBytes), lastOf(mostBytes)];
  const end = new EventEmitter();
  const ended = once(end, 'status', { signal });
  // It is waited for below; what comes before may fail first.
  ended.catch(() => undefined);
  const path = [namespace, pod].map(encodeURIComponent);
  const socket: Socket = await new Exec(config)
    .exec(
      path[0] ?? '',
      path[1] ?? '',
      // The server takes the only container there is for an empty name.
      container ?? '',
      [...command],
      stdout.stream,
      stderr.stream,
      null,
      false,
      (status) => end.emit('status', status),
    )
    .then((opened: unknown) => opened as Socket)
    .catch((error: unknown) => {
      throw refused(error, doing);
    });
  socket.addEventListener('close', () =>
    end.emit('error', retryLater('unavailable', `The cluster broke off “${doing}” before it had ended.`)),
  );
  try {
    const [status] = (await ended) as [V1Status];
    return { exitCode: exitCodeOf(status, doing), stdout: stdout.text(), stderr: stderr.text() };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    // Closing it is no error once nobody waits.
    end.on('error', () => undefined);
    socket.close();
  }
}

/** As much of a websocket as is used here: the client's own type comes from a package that has none. */
interface Socket {
  addEventListener(type: 'close', listener: () => void): void;
  close(): void;
}

/** Keeps the last bytes that are written to it. */
function lastOf(most: number) {
  let kept = Buffer.alloc(0);
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      kept = Buffer.concat([kept, chunk]).subarray(-most);
      done();
    },
  });
  return { stream, text: () => kept.toString('utf8') };
}

/** The websocket's own words for an answer that opened none. */
const handshakeSchema = z.object({ message: z.string() });

function refused(error: unknown, doing: string): ApplicationFailure {
  const { message } = handshakeSchema.catch({ message: String(error) }).parse(error);
  const [, status] = /Unexpected server response: (\d{3})/.exec(message) ?? [];
  if (status !== undefined) return responseError(Number(status), message, doing);
  return retryLater('unavailable', `The cluster gave no answer to “${doing}”: ${message}`, undefined, {
    cause: error,
  });
}

function exitCodeOf(status: V1Status, doing: string): number {
  if (status.status === 'Success') return 0;
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined) return Number(code);
  throw fatal('refused', `The cluster could not “${doing}”: ${status.message ?? 'no reason given'}`);
}
