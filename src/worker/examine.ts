/** The doctor activity: asks every system of every environment whether it answers and knows the credential. */
import type { DoctorFinding } from '../activities/calls.ts';
import type { Clients } from '../activities/clients.ts';
import { errorView } from '../workflows/error-view.ts';
import { branchFindings, gitAnswers } from './branch-rules.ts';
import { systemTypes } from './config-systems.ts';
import type { Systems, SystemType } from './config-systems.ts';
import type { Config } from './config.ts';
import { rightsFindings } from './cluster-rights/findings.ts';
import { programsAnswer } from './shell-client.ts';
import { sshFilesAnswer } from './ssh/ssh-files.ts';
import { systemsOf } from './systems-of.ts';

export interface ExamineOptions {
  readonly config: Config;
  clientsOf(environment: string): Clients;
  scrub(text: string): string;
}

/** All findings at once; none of the questions changes anything. */
export const examine =
  ({ config, clientsOf, scrub }: ExamineOptions) =>
  async (): Promise<readonly DoctorFinding[]> => {
    const asked = Object.keys(config.environments).flatMap((environment) => {
      const found = systemsOf(config, environment);
      const systems: Systems = found.ok ? found.systems : {};
      return systemTypes
        .filter((type) => systems[type] !== undefined)
        .map(async (type): Promise<readonly DoctorFinding[]> => {
          const subject = `${environment}: ${type}`;
          try {
            const clients = clientsOf(environment);
            const answered = { subject, ok: true, says: scrub(await questions[type](clients, systems)) };
            return [answered, ...((await further[type]?.(subject, clients, systems)) ?? [])];
          } catch (error) {
            return [failed(subject, error, scrub)];
          }
        });
    });
    return (await Promise.all(asked)).flat();
  };

/** What heals by itself in a release does not in a doctor's office. */
const byRetrying: ReadonlySet<string> = new Set(['internal', 'unavailable', 'timed-out', 'rate-limited']);
const look =
  'See whether the system is up, whether the worker reaches it, and whether its address in the configuration is right.';

function failed(subject: string, error: unknown, scrub: ExamineOptions['scrub']): DoctorFinding {
  const { message, code, remedy } = errorView(error);
  const says = scrub(message);
  return { subject, ok: false, says, remedy: byRetrying.has(code) ? look : remedy };
}

const timeout = () => AbortSignal.timeout(10_000);

const questions: Record<SystemType, (clients: Clients, systems: Systems) => Promise<string>> = {
  git: (clients, { git }) => gitAnswers(clients, git, timeout()),
  async github({ github }) {
    const { headers } = await github.request('GET /rate_limit', { request: { signal: timeout() } });
    const scopes = headers['x-oauth-scopes'];
    return `answers, and knows the token${scopes === undefined ? '' : ` (scopes: ${scopes})`}`;
  },
  async kubernetes({ kubernetes }) {
    return `answers: Kubernetes ${await kubernetes.version(timeout())}`;
  },
  async slack({ slack }) {
    const { team, user } = await slack.auth.test();
    return `answers, as ${user ?? 'a bot'} of ${team ?? 'a team'}`;
  },
  oci: ({ oci }) => answers(oci.fetch('/v2/', { signal: timeout() })),
  gerrit: ({ gerrit }) => answers(gerrit.fetch('/accounts/self', { signal: timeout() })),
  async ssh(_, { ssh }) {
    if (ssh === undefined) throw new Error('is not configured');
    return sshFilesAnswer(ssh);
  },
  async shell(_, { shell }) {
    if (shell === undefined) throw new Error('is not configured');
    return programsAnswer(shell);
  },
  // Nobody knows what may be asked of addresses that are whatever they are.
  async requests(_, { requests }) {
    return `allows requests to ${requests?.allow.join(', ') ?? 'nobody'}; none was sent`;
  },
  prometheus: ({ prometheus }) => answers(prometheus.fetch('/-/ready', { signal: timeout() })),
  sentry: ({ sentry }) =>
    answers(
      sentry.fetch(`/api/0/organizations/${encodeURIComponent(sentry.organization)}/`, { signal: timeout() }),
    ),
};

/** What is asked of a system that answers. */
const further: {
  readonly [Type in SystemType]?: (
    subject: string,
    clients: Clients,
    systems: Systems,
  ) => Promise<readonly DoctorFinding[]>;
} = {
  git: (subject, clients, systems) => branchFindings(subject, clients, systems, timeout()),
  async oci(subject, { images }, { oci }) {
    if (oci?.builder === undefined) return [];
    return builderFindings(`${subject} builder`, images);
  },
  kubernetes: (subject, { kubernetes }, systems) =>
    rightsFindings(subject, kubernetes, systems.kubernetes?.namespaces ?? {}, timeout()),
};

/** A worker that runs no images can do most of what a release needs of it: plans with a test of an image are refused there. */
async function builderFindings(subject: string, images: Clients['images']): Promise<DoctorFinding[]> {
  const built = await images.tool('image', timeout());
  const run = await images.tool('run', timeout()).catch(() => undefined);
  const tried = run === undefined ? 'nothing here runs them, so oci.testImage is refused' : `run with ${run}`;
  const short = await images.shortcomings(timeout());
  return [
    {
      subject,
      ok: true,
      says: `images are built with ${built}${run === built ? '' : `; ${tried}`}`,
    },
    ...short.map((one) => ({ subject, ok: false, ...one })),
  ];
}

async function answers(asked: Promise<Response>): Promise<string> {
  const { ok, status } = await asked;
  if (!ok) throw new Error(`answers with status ${status}`);
  return 'answers, and lets us read';
}
