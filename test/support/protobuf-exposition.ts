/**
 * Prometheus' protobuf exposition, by its published messages (io.prometheus.client): the only format in which a server takes
 * native histograms. As much of it as a counter and such a histogram need.
 */
interface Counter {
  readonly name: string;
  readonly value: number;
}

/** Exponential buckets of schema 0: bucket i holds what is above 2^(i-1), up to 2^i. Neighbours, from the first one on. */
interface NativeHistogram {
  readonly name: string;
  readonly first: number;
  readonly counts: readonly number[];
}

export function protobufExposition(counter: Counter, histogram: NativeHistogram): Uint8Array {
  return Buffer.concat([
    family(counter.name, types.counter, field(3, double(1, counter.value))),
    family(histogram.name, types.histogram, field(7, histogramMessage(histogram))),
  ]);
}

const types = { counter: 0, histogram: 4 };

/** Each family stands behind its length. */
function family(name: string, type: number, metric: Buffer): Buffer {
  const message = Buffer.concat([field(1, Buffer.from(name)), integer(3, type), field(4, metric)]);
  return Buffer.concat([varint(message.length), message]);
}

function histogramMessage({ first, counts }: NativeHistogram): Buffer {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const deltas = counts.map((count, index) => count - (counts[index - 1] ?? 0));
  return Buffer.concat([
    integer(1, total),
    double(2, total),
    integer(5, zigzag(0)),
    double(6, 1e-9),
    integer(7, 0),
    field(12, Buffer.concat([integer(1, zigzag(first)), integer(2, counts.length)])),
    ...deltas.map((delta) => integer(13, zigzag(delta))),
  ]);
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

const integer = (number: number, value: number): Buffer => Buffer.concat([varint(number * 8), varint(value)]);

const field = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);

function double(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
