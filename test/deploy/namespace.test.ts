/** The script that prepares a namespace, against a real server. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { expect, test } from '@jest/globals';
import { resolveTemporal } from '../../src/worker/temporal/resolve.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';

const script = join(__dirname, '../../deploy/temporal/set-up-namespace.sh');

test('the namespace and every search attribute are made, and making them again does no harm', async () => {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'] ?? '';
  const namespace = `deploy-${randomUUID()}`;
  const { path } = await resolveTemporal({ say: () => undefined });
  const env = {
    PATH: [dirname(path), process.env['PATH']].join(delimiter),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    RETENTION: '90d',
  };
  await promisify(execFile)('sh', [script], { env });
  await promisify(execFile)('sh', [script], { env });

  const connection = await Connection.connect({ address });
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(Object.keys(customAttributes)).toEqual(
      expect.arrayContaining(Object.values(searchAttributes).map(({ name }) => name)),
    );
  } finally {
    await connection.close();
  }
});
