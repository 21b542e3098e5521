/** The doctor activity: asks every system of every environment whether it answers and knows the credential. */
import type { DoctorFinding } from '../activities/calls.ts';
import type { Clients } from '../activities/clients.ts';
import { errorCodes } from '../activities/errors.ts';
import { errorView } from '../workflows/error-view.ts';
import { systemTypes } from './config-systems.ts';
import type { SystemType } from './config-systems.ts';
import type { Config } from './config.ts';
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
    const asked = Object.keys(config.environments).flatMap((environment) =>
      present(config, environment).map(async (type): Promise<DoctorFinding> => {
        const subject = `${environment}: ${type}`;
        try {
          return { subject, ok: true, says: scrub(await questions[type](clientsOf(environment))) };
        } catch (error) {
          const { message, code, remedy } = errorView(error);
          return {
            subject,
            ok: false,
            says: scrub(message),
            remedy: code === 'internal' ? errorCodes.unavailable : remedy,
          };
        }
      }),
    );
    return Promise.all(asked);
  };

function present(config: Config, environment: string): SystemType[] {
  const found = systemsOf(config, environment);
  return found.ok ? systemTypes.filter((type) => found.systems[type] !== undefined) : [];
}

const timeout = () => AbortSignal.timeout(10_000);

const questions: Record<SystemType, (clients: Clients) => Promise<string>> = {
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
  prometheus: ({ prometheus }) => answers(prometheus.fetch('/-/ready', { signal: timeout() })),
  sentry: ({ sentry }) =>
    answers(
      sentry.fetch(`/api/0/organizations/${encodeURIComponent(sentry.organization)}/`, { signal: timeout() }),
    ),
};

async function answers(asked: Promise<Response>): Promise<string> {
  const { ok, status } = await asked;
  if (!ok) throw new Error(`answers with status ${status}`);
  return 'answers, and lets us read';
}
