/** The plan activity: runs a runbook's plan function with clients that can only read. */
import { catalog } from '../activities/catalog.ts';
import type { PlanCall, PlanReply } from '../activities/calls.ts';
import type { Clients } from '../activities/clients.ts';
import { fatal } from '../activities/errors.ts';
import { githubError } from '../activities/github/errors.ts';
import { guarded } from '../activities/guarded.ts';
import { openContext } from '../activities/open-context.ts';
import type { EnvironmentsClient } from '../environment/client.ts';
import { assemblePlan } from '../runbook/assemble-plan.ts';
import type { Tried } from '../runbook/assemble-plan.ts';
import { PlanInvalid } from '../runbook/problem.ts';
import { releaseId } from '../workflows/messages.ts';
import { sailingOf } from './environments/sailing.ts';
import type { LoadedConfig } from './load-config.ts';
import type { LoadedRunbook } from './load-runbooks.ts';
import { environmentOf, peopleOf } from './systems-of.ts';
import { tryChecks } from './try-checks.ts';
import { trySteps } from './try-steps.ts';

export interface PlannerOptions {
  readonly loaded: LoadedConfig;
  readonly runbooks: ReadonlyMap<string, LoadedRunbook>;
  /** The ledgers: a runbook's order of environments is held against them. */
  readonly environments: Pick<EnvironmentsClient, 'read' | 'rulesOfAll' | 'ledger'>;
  /** Clients of an environment that refuse to change anything. */
  readOnlyClientsOf(environment: string): Clients;
  scrub(text: string): string;
}

export const planRelease =
  ({ loaded: { config, file }, runbooks, environments, readOnlyClientsOf, scrub }: PlannerOptions) =>
  (call: PlanCall): Promise<PlanReply> =>
    guarded({ scrub }, async () => {
      const known = runbooks.get(call.runbook);
      if (known === undefined) throw unknownName('runbook', call.runbook, [...runbooks.keys()], file);
      const environment = environmentOf(config, call.environment);
      if (environment === undefined) {
        throw unknownName('environment', call.environment, Object.keys(config.environments), file);
      }
      const release = { ...call, id: releaseId(call.runbook, call.environment, call.version) };
      const clients = readOnlyClientsOf(call.environment);
      const { signal } = openContext({ key: '', release }, clients);
      const people = peopleOf(config);
      try {
        const sailing = await sailingOf(call, known.runbook, { environments, people, signal });
        return await assemblePlan(
          known.runbook,
          call.input,
          {
            environment,
            startedBy: call.startedBy,
            clients,
            people,
            signal,
            sailing,
            runbooks: [...runbooks.keys()],
          },
          catalog,
          (plan) => tryPlan(plan, { clients, signal, now: () => Date.now() }),
        );
      } catch (error) {
        if (error instanceof PlanInvalid) throw fatal('plan-invalid', error.message);
        // Octokit's errors come as they are; what a retry may heal is no defect of the runbook.
        throw githubError('answer what the plan asks', error, { signal, now: () => Date.now() });
      }
    });

const tryPlan = async (...given: Parameters<typeof tryChecks>): Promise<Tried> => {
  const tried = await Promise.all([tryChecks(...given), trySteps(...given)]);
  return {
    problems: tried.flatMap(({ problems }) => problems),
    warnings: tried.flatMap(({ warnings }) => warnings),
  };
};

const unknownName = (what: string, name: string, names: readonly string[], file: string) =>
  fatal(
    'plan-invalid',
    `The configuration of this worker (${file}) has no ${what} '${name}'; it has ${names.join(', ') || 'none'}.`,
    `Correct the name, or add the ${what} and restart the worker.`,
  );
