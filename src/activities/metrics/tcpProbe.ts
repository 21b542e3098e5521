/** `metrics.tcpProbe`: 1 while a port takes connections, 0 while it doesn't. */
import { z } from 'zod';
import { defineCheck } from '../define-check.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

const input = z.strictObject({
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'must be a host name or an IP address')
    .describe('Whom to call: a host name or an IP address'),
  port: z.number().int().min(1).max(65_535).describe('The port that should listen'),
  timeoutSeconds: z.number().positive().max(60).default(5).describe('Seconds that the connection may take'),
});

export const tcpProbe = defineCheck({
  kind: 'metrics.tcpProbe',
  summary: 'Open a TCP connection: 1 if the port takes it, 0 if not.',
  input,
  needs: ['tcp'],
  title: ({ host, port }) => `${host}:${port} takes connections`,
  async sample({ host, port, timeoutSeconds }, { clients: { tcp }, signal }) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
    try {
      await tcp.connect({ host, port }, limited);
      return { value: 1, says: `${host}:${port} took the connection` };
    } catch (error) {
      signal.throwIfAborted();
      const why = limited.aborted ? `no answer in ${timeoutSeconds} s` : reasonOf(error);
      return { value: 0, says: `${host}:${port} took no connection: ${why}` };
    }
  },
});
