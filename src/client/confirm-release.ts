/** Waits for a release's plan, shows it, asks, and confirms exactly that plan. */
import type { ReleaseView } from '../workflows/view.ts';
import { askYesNo, Cancelled } from './ask.ts';
import { CliError } from './cli-error.ts';
import type { Connected } from './connect.ts';
import { recentPollers } from './pollers.ts';
import { readWhole } from './read-release.ts';
import { sendUpdate } from './send-update.ts';
import { checkDigest, showPlan } from './show-plan.ts';
import type { Terminal } from './terminal.ts';

const planMs = 5 * 60_000;

/** The first view in which the planning is over. */
export async function untilPlanned(connected: Connected, id: string): Promise<ReleaseView> {
  const until = Date.now() + planMs;
  for (;;) {
    const view = await lookPatiently(connected, id);
    if (view !== undefined && view.phase !== 'planning') return view;
    if (Date.now() > until) {
      throw new CliError(
        'noWorker',
        `${id} has made no plan within ${planMs / 60_000} minutes.`,
        `Look at the worker; slipway show ${id} tells how it stands.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Nothing while a worker is there that has too much to do to answer. */
async function lookPatiently(connected: Connected, id: string): Promise<ReleaseView | undefined> {
  try {
    return await readWhole(connected, id);
  } catch (error) {
    const slow = error instanceof CliError && error.kind === 'noWorker';
    if (!slow || (await recentPollers(connected)).length === 0) throw error;
    return undefined;
  }
}

/** Whether the person said yes. A no, or Ctrl-C, leaves the decision what becomes of it to the caller. */
export async function confirmPlan(
  terminal: Terminal,
  connected: Connected,
  view: ReleaseView,
  by: string,
): Promise<'confirmed' | 'declined'> {
  const { plan, id } = view;
  if (plan === undefined) throw new CliError('refused', `${id} has no plan to confirm.`);
  const digest = checkDigest(plan, view.digest);
  showPlan(terminal, plan);
  terminal.print();
  if (!(await saysYes(terminal, 'Do exactly this? (y or n)'))) return 'declined';
  await sendUpdate(connected, id, 'confirm', { by, digest });
  return 'confirmed';
}

async function saysYes(terminal: Terminal, question: string): Promise<boolean> {
  try {
    return await askYesNo(terminal, question);
  } catch (error) {
    if (error instanceof Cancelled) return false;
    throw error;
  }
}
