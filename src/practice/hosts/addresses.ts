/** Loopback addresses for the hosts of a world: its own, for no two worlds listen on one port. Linux answers on all of 127.0.0.0/8. */

/** `127.156.132`: the last part is the host's. */
export function addressesOf(worldUrl: string): string {
  const port = Number(new URL(worldUrl).port);
  return `127.${128 + ((port >> 8) & 127)}.${port & 255}`;
}
