/** Opens a TCP connection to see whether somebody listens, and closes it again. */
import { once } from 'node:events';
import { createConnection } from 'node:net';

/** Rejects with what the system said (`ECONNREFUSED`), or with the signal's reason. */
export async function connectTcp(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const socket = createConnection({ host, port });
  try {
    await once(socket, 'connect', { signal });
  } finally {
    socket.destroy();
  }
}
