/** What a runbook reads from `vars` of its environment, checked by its schema before anything is planned. */
import type { Facts, Planning, z } from 'slipway';

type Where = Pick<Facts<Planning>, 'environment' | 'refuse'>;

/** Refuses the release with all that is wrong with the variables. */
export const varsOf =
  <Schema extends z.ZodType>(schema: Schema) =>
  ({ environment, refuse }: Where): z.output<Schema> => {
    const parsed = schema.safeParse(environment.vars);
    if (parsed.success) return parsed.data;
    const at = `environments.${environment.name}.vars`;
    const wrong = parsed.error.issues.map(({ path, message }) => `${at}.${path.join('.')}: ${message}`);
    return refuse(
      wrong.join('; '),
      'Correct the variables in the configuration, restart the worker, then start again.',
    );
  };
