/**
 * How payloads are read inside workflows. What a stranger sends in an encoding of his own must not fail the workflow
 * task: Temporal would try it again for ever, and the release would stand still. It becomes a value that every schema refuses.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload, PayloadConverter } from '@temporalio/common';
import { reasonOf } from '../runbook/reason-of.ts';

/** Found by its name in the bundle: see `payloadConverterPath` wherever one is made. */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload<T>(payload: Payload): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch (error) {
      const why = reasonOf(error);
      return { [`a payload that can’t be decoded: ${why}`]: true } as T;
    }
  },
};
