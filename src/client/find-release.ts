/** From what a person types to one release: a full id, a short one, or the beginning of an open one's. */
import { releaseWorkflow } from '../workflows/messages.ts';
import { CliError, usage } from './cli-error.ts';
import type { Connected } from './connect.ts';
import { callTemporal } from './temporal-errors.ts';
import { cleanLine } from './views/clean.ts';

const limitMs = 5000;

/** `balrog/stage/3.111` is `release/balrog/stage/3.111`. */
export const fullId = (text: string): string => (text.startsWith('release/') ? text : `release/${text}`);
export const withoutPrefix = (id: string): string => id.replace(/^release\//, '');

export async function findRelease(connected: Connected, text: string): Promise<string> {
  const id = fullId(text);
  if (id.split('/').length >= 4 && (await exists(connected, id))) return id;
  const open = await openReleases(connected, id);
  const [only] = open;
  if (only !== undefined && open.length === 1) return only;
  if (open.length > 1) {
    const names = open.map((found) => cleanLine(withoutPrefix(found))).join(', ');
    throw usage(`‘${text}’ fits more than one open release: ${names}.`, 'Write more of it.');
  }
  throw new CliError(
    'notFound',
    `There is no release ‘${text}’.`,
    'See slipway list; the whole of its id finds a closed one.',
  );
}

async function exists(connected: Connected, id: string): Promise<boolean> {
  try {
    await callTemporal(connected, limitMs, () => connected.client.workflow.getHandle(id).describe());
    return true;
  } catch (error) {
    if (error instanceof CliError && error.kind === 'notFound') return false;
    throw error;
  }
}

/** Ids of open releases that begin so. */
export async function openReleases(connected: Connected, begin: string, most = 50): Promise<string[]> {
  const query = `WorkflowType = '${releaseWorkflow}' AND ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH ${quoted(begin)}`;
  return callTemporal(connected, limitMs, async () => {
    const ids: string[] = [];
    for await (const { workflowId } of connected.client.workflow.list({ query, pageSize: most })) {
      ids.push(workflowId);
      if (ids.length >= most) break;
    }
    return ids;
  });
}

/** A string of Temporal's list filter. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
