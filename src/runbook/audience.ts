/** Who may answer: people by role, with the names that the configuration gave the role when the plan was made. */
import type { Ask, Audience } from './plan.ts';

export interface Person {
  readonly login: string;
  readonly roles: readonly string[];
}

/** The people in any of `roles`; no role at all means everybody of the configuration. */
export function audienceOf(people: readonly Person[], roles: readonly string[]): Audience {
  const wanted = new Set(roles);
  const found =
    roles.length === 0 ? people : people.filter((person) => person.roles.some((role) => wanted.has(role)));
  return { roles: [...wanted], people: found.map(({ login }) => login).sort() };
}

/** A builder's word for everybody of the configuration: `assemblePlan` puts their names in its place. */
export const everybody: Audience = { roles: [], people: [] };

export const isEverybody = ({ roles, people }: Audience): boolean =>
  roles.length === 0 && people.length === 0;

/** Those whose answer counts. */
export const eligible = ({ approvers, notStarter }: Ask, starter: string | undefined): string[] =>
  [...new Set(approvers.people)].filter((login) => !notStarter || login !== starter);

/** `@releng, @sre (ann, bob)`. */
export function audienceText({ roles, people }: Audience): string {
  const names = people.length === 0 ? 'nobody' : people.join(', ');
  if (roles.length === 0) return people.length === 0 ? 'everybody' : names;
  return `${roles.map((role) => `@${role}`).join(', ')} (${names})`;
}
