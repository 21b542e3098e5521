/** Whether triggers are in step with the configuration, and whether they can look. */
import type { DoctorFinding } from '../../activities/calls.ts';
import type { Config } from '../../worker/config.ts';
import type { Connected } from '../connect.ts';
import { readTriggers } from '../triggers/read.ts';
import type { TriggerView } from '../triggers/read.ts';

/** None where there are no triggers at all. */
export async function triggerFindings(
  connected: Connected,
  config: Pick<Config, 'triggers'> | undefined,
): Promise<readonly DoctorFinding[]> {
  const views = await readTriggers(connected, config);
  if (views.length === 0) return [];
  const bad = views.flatMap((view) => findingsOf(view));
  if (bad.length > 0) return bad;
  return [{ subject: 'triggers', ok: true, says: views.map((view) => shown(view)).join(', ') }];
}

const shown = ({ name, paused }: TriggerView): string => (paused ? `${name} (paused)` : name);

function findingsOf({ name, step, problem }: TriggerView): DoctorFinding[] {
  const subject = `trigger ${name}`;
  return [
    ...(step === null || step === 'same'
      ? []
      : [
          {
            subject,
            ok: false,
            says: outOfStep[step],
            remedy: 'Run slipway triggers apply, here or where you deploy.',
          },
        ]),
    ...(problem === null
      ? []
      : [{ subject, ok: false, says: `${problem.says} (since ${problem.since})`, remedy: problem.remedy }]),
  ];
}

const outOfStep: Readonly<Record<'differs' | 'missing' | 'left', string>> = {
  differs: 'Temporal keeps it with other times than the configuration has',
  missing: 'Temporal does not keep it yet, so it starts nothing',
  left: 'the configuration has it no more, and Temporal still keeps it',
};
