/** A tar archive of executables, the same bytes wherever it is made. */

const block = 512;

export const tarOf = (files: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    ...Object.entries(files).flatMap(([path, content]) => [header(path, content.length), padded(content)]),
    Buffer.alloc(2 * block),
  ]);

const padded = (content: Buffer): Buffer =>
  Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);

function header(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  bytes.write(path, 0, 100);
  bytes.write(`${(0o755).toString(8).padStart(7, '0')}\0`, 100);
  for (const at of [108, 116]) bytes.write(`${'0'.repeat(7)}\0`, at);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  bytes.write(`${'0'.repeat(11)}\0`, 136);
  bytes.write('        0', 148);
  bytes.write('ustar\u000000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
