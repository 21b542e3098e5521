/** What of a configuration's triggers leads nowhere: an environment that is none, a system that it has not. */
import { pathText } from '../../runbook/problem.ts';
import type { Problem } from '../../runbook/problem.ts';
import type { Config } from '../config.ts';
import type { SystemType } from '../config-systems.ts';
import type { TriggerSource } from '../config-triggers.ts';
import { systemsOf } from '../systems-of.ts';

export const triggerProblems = (config: Config): Problem[] =>
  Object.entries(config.triggers).flatMap(([name, { environment, source }]) => {
    const systems = systemsOf(config, environment);
    if (!systems.ok)
      return [
        {
          path: pathText(['triggers', name, 'environment']),
          message: `names '${environment}', which is no environment`,
          remedy: `Environments of this configuration: ${Object.keys(config.environments).join(', ') || 'none'}`,
        },
      ];
    return systemsAsked(source).flatMap((type) => {
      const missing = systems.missing[type];
      if (missing === undefined) return [];
      return [
        {
          path: pathText(['triggers', name, 'source']),
          message: `asks the ${type} of '${environment}', and there ${missing.path} ${missing.message}`,
          remedy: missing.remedy,
        },
      ];
    });
  });

function systemsAsked(source: TriggerSource): SystemType[] {
  switch (source.type) {
    case 'tag':
      return [source.from];
    case 'branch':
      return [source.from, ...((source.ready?.images.length ?? 0) > 0 ? (['oci'] as const) : [])];
    case 'image':
      return ['oci'];
    case 'time':
      return [];
  }
}
