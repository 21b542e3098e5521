/** What the doctor can see on this machine: Node, the configuration, the runbooks. */
import { z } from 'zod';
import type { DoctorFinding } from '../../activities/calls.ts';
import { loadConfig } from '../../worker/load-config.ts';
import { loadRunbooks } from '../../worker/load-runbooks.ts';

const oldest = [20, 19] as const;

export function nodeFinding(version: string = process.versions.node): DoctorFinding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  const says = `Node.js ${version}`;
  return ok
    ? { subject: 'node', ok, says }
    : { subject: 'node', ok, says, remedy: `Install Node.js ${oldest.join('.')} or newer.` };
}

/** A finding a problem, so that all of them show at once. */
export async function configFindings(
  cwd: string,
  file: string | undefined,
): Promise<readonly DoctorFinding[]> {
  try {
    const loaded = await loadConfig({ cwd, file });
    const good = { subject: 'configuration', ok: true, says: loaded.file };
    return [good, ...(await runbookFindings(loaded))];
  } catch (error) {
    return problemsIn('configuration', error);
  }
}

async function runbookFindings(
  loaded: Awaited<ReturnType<typeof loadConfig>>,
): Promise<readonly DoctorFinding[]> {
  try {
    const names = [...(await loadRunbooks(loaded)).keys()];
    return [{ subject: 'runbooks', ok: true, says: names.join(', ') || 'none' }];
  } catch (error) {
    return problemsIn('runbooks', error);
  }
}

const problemsSchema = z.object({
  file: z.string(),
  problems: z.array(z.object({ path: z.string(), message: z.string(), remedy: z.string() })),
});

function problemsIn(subject: string, error: unknown): readonly DoctorFinding[] {
  const parsed = problemsSchema.safeParse(error);
  if (!parsed.success) throw error;
  const { file, problems } = parsed.data;
  return problems.map(({ path, message, remedy }) => ({
    subject,
    ok: false,
    says: [file, path, message].filter((part) => part !== '').join(' '),
    remedy: `${remedy.replace(/\.$/, '')}.`,
  }));
}
