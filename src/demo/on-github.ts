/** Whether the practised GitHub shows of each environment the commit that the board has. */
import { z } from 'zod';
import type { Board } from '../environment/board.ts';

const snapshotSchema = z.object({
  github: z.object({
    repositories: z.record(z.string(), z.object({ deployed: z.record(z.string(), z.string()) })),
  }),
});

/** What is wrong. An environment is shown once all of the services are at one commit, and no more once none has it. */
export function shownOnGithub(
  { environments }: Board,
  snapshot: unknown,
  { repository, services: names }: { readonly repository: string; readonly services: readonly string[] },
): string[] {
  const deployed = snapshotSchema.parse(snapshot).github.repositories[repository]?.deployed ?? {};
  return environments.flatMap(({ name, services }) => {
    const commits = names.map((service) => services.find((one) => one.name === service)?.commit ?? undefined);
    const [first] = commits;
    const whole = commits.every((commit) => commit === first);
    const shown = deployed[name];
    if (whole ? shown === first : shown === undefined || commits.includes(shown)) return [];
    const told = whole ? (first ?? 'nothing') : commits.map((commit) => commit ?? 'nothing').join(', ');
    return [`GitHub shows ${shown ?? 'nothing'} in ${name}, the board says ${told}`];
  });
}
