/** What the doctor learns through Temporal: the server, its search attributes, the workers, and what a worker sees. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import type { DoctorFinding } from '../../activities/calls.ts';
import { CliError } from '../cli-error.ts';
import type { Connected } from '../connect.ts';
import { recentPollers } from '../pollers.ts';
import { callTemporal } from '../temporal-errors.ts';
import { cleaned } from '../views/clean.ts';

const names = Object.values(searchAttributes).map(({ name }) => name);
/** `INDEXED_VALUE_TYPE_KEYWORD`. */
const keyword = 2;

export async function temporalFindings(connected: Connected): Promise<readonly DoctorFinding[]> {
  const { address, namespace } = connected;
  const reached = { subject: 'temporal', ok: true, says: `answers at ${address}, namespace ‘${namespace}’` };
  const attributes = await finding('search attributes', () => attributeFinding(connected));
  const pollers = await recentPollers(connected);
  if (pollers.length === 0) return [reached, ...attributes, nobody(connected)];
  const says = `${pollers.length} on the task queue ‘${connected.taskQueue}’: ${pollers.join(', ')}`;
  const seen = await finding('systems', () => systemFindings(connected));
  return [reached, ...attributes, { subject: 'workers', ok: true, says }, ...seen];
}

const nobody = ({ taskQueue }: Connected): DoctorFinding => ({
  subject: 'workers',
  ok: false,
  says: `none on the task queue ‘${taskQueue}’, so the systems can’t be looked at either`,
  remedy: 'Start one with slipway worker, or name another queue with --task-queue.',
});

async function finding(
  subject: string,
  look: () => Promise<readonly DoctorFinding[]>,
): Promise<readonly DoctorFinding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [
      {
        subject,
        ok: false,
        says: error.message,
        ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      },
    ];
  }
}

async function attributeFinding(connected: Connected): Promise<readonly DoctorFinding[]> {
  const { namespace, connection } = connected;
  const { customAttributes } = await callTemporal(connected, 5000, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  const missing = names.filter((name) => Number(customAttributes[name]) !== keyword);
  const subject = 'search attributes';
  if (missing.length === 0) return [{ subject, ok: true, says: names.join(', ') }];
  const create = missing.map((name) => `--name ${name} --type Keyword`).join(' ');
  return [
    {
      subject,
      ok: false,
      says: `${missing.join(', ')} not registered as Keyword`,
      remedy: `Run: temporal operator search-attribute create --namespace ${namespace} ${create}`,
    },
  ];
}

const findingsSchema = z.array(
  z.object({ subject: z.string(), ok: z.boolean(), says: z.string(), remedy: z.string().optional() }),
);

async function systemFindings(connected: Connected): Promise<readonly DoctorFinding[]> {
  const seen: unknown = await callTemporal(connected, 45_000, () =>
    connected.client.workflow.execute('doctor', {
      taskQueue: connected.taskQueue,
      workflowId: `doctor/${randomUUID()}`,
      workflowExecutionTimeout: '45s',
      args: [],
    }),
  );
  return cleaned(findingsSchema.parse(seen)).map(({ remedy, ...rest }) => ({
    ...rest,
    ...(remedy === undefined ? {} : { remedy }),
  }));
}
