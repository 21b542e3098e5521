/** As much of RFC 6455 as a server needs that is spoken to little and speaks in short messages: the handshake, whole frames, the close. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const opcodes = { binary: 2, close: 8 } as const;

/** A request that wants a websocket comes with its socket, which the listener puts down here. */
const upgrades = new WeakMap<IncomingMessage, Duplex>();

export const noteUpgrade = (request: IncomingMessage, socket: Duplex): void =>
  void upgrades.set(request, socket);

export interface ServedSocket {
  send(payload: Buffer): void;
  /** With status 1000, as one that has come to its end. */
  close(): void;
}

/** Undefined: it is no request for a websocket, or it speaks none of the protocols. The first that it offers of them is taken. */
export function acceptWebsocket(
  request: IncomingMessage,
  protocols: readonly string[],
): ServedSocket | undefined {
  const socket = upgrades.get(request);
  const { 'sec-websocket-key': key, 'sec-websocket-protocol': offered = '' } = request.headers;
  const protocol = offered
    .split(',')
    .map((one) => one.trim())
    .find((one) => protocols.includes(one));
  if (socket === undefined || key === undefined || protocol === undefined) return undefined;
  const accept = createHash('sha1').update(`${key}${magic}`).digest('base64');
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      `Sec-WebSocket-Protocol: ${protocol}`,
      '',
      '',
    ].join('\r\n'),
  );
  // What a client sends (its close, at last) says nothing here; unread, it would hold the socket open.
  socket.on('error', () => socket.destroy()).resume();
  return {
    send: (payload) => void socket.write(frame(opcodes.binary, payload)),
    close: () => void socket.end(frame(opcodes.close, Buffer.from([0x03, 0xe8]))),
  };
}

/** A server's frames are whole and not masked. */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const first = 0x80 | opcode;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const header = Buffer.alloc(length < 0x10000 ? 4 : 10);
  header[0] = first;
  if (length < 0x10000) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
