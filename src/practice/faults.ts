/** Faults that can be asked of the practice world. The server applies them; systems need not know. */
import { z } from 'zod';

export const faultSchema = z.strictObject({
  /** The system's name; absent: any. */
  system: z.string().optional(),
  method: z.string().optional(),
  /** A regular expression on the request's path. */
  path: z.string().optional(),
  kind: z.discriminatedUnion('type', [
    /** Destroys the connection before the request is handled. */
    z.strictObject({ type: z.literal('refuse') }),
    /** Destroys the connection after the effect, before the reply; a request that is refused is none, and the next one is hit. */
    z.strictObject({ type: z.literal('drop-reply') }),
    z.strictObject({ type: z.literal('delay'), ms: z.number().int().min(0) }),
    z.strictObject({
      type: z.literal('status'),
      status: z.number().int().min(400).max(599),
      /** What the answer says; some systems quote the request, credential and all. */
      says: z.string().optional(),
    }),
    z.strictObject({ type: z.literal('rate-limit'), retryAfterSeconds: z.number().min(0) }),
    /** The request is handled, its reply is broken: cut short, HTML, a field gone or of another type. */
    z.strictObject({ type: z.literal('mangle'), seed: z.number().int() }),
  ]),
  /** How many requests it lets pass first. */
  after: z.number().int().min(0).default(0),
  /** How many requests it hits before it is used up. */
  times: z.number().int().min(1).default(1),
});

export type Fault = z.output<typeof faultSchema>;
/** As it is asked for. */
export type AskedFault = z.input<typeof faultSchema>;
export type FaultKind = Fault['kind'];

export interface Faults {
  add(fault: AskedFault): void;
  clear(): void;
  pending(): readonly Fault[];
  /** Takes (and uses up once) the first fault that fits this request, unless it lets this one pass. */
  take(system: string, method: string, path: string): Fault | undefined;
}

export function openFaults(): Faults {
  let pending: Fault[] = [];
  return {
    add: (fault) => void pending.push(faultSchema.parse(fault)),
    clear: () => void (pending = []),
    pending: () => pending,
    take(system, method, path) {
      const fault = pending.find((f) => fits(f, system, method, path));
      if (fault === undefined) return undefined;
      if (fault.after > 0) {
        fault.after -= 1;
        return undefined;
      }
      fault.times -= 1;
      pending = pending.filter((f) => f.times > 0);
      return fault;
    },
  };
}

function fits(fault: Fault, system: string, method: string, path: string): boolean {
  return (
    (fault.system === undefined || fault.system === system) &&
    (fault.method === undefined || fault.method === method) &&
    (fault.path === undefined || new RegExp(fault.path).test(path))
  );
}
