/** What a scenario of CJWorkbench must show, read from the snapshots and the result. Each gives what is wrong; nothing is good. */
import { z } from 'zod';
import { deploymentOf, imageOf, images, services } from '../../../practice/cjworkbench/options.ts';
import { migrationsByCommit } from '../../../practice/cjworkbench/repository.ts';
import type { ReleaseEnd } from '../../release-end.ts';
import { whatIsWrong } from '../../wrong.ts';

const snapshotSchema = z.object({
  oci: z.record(z.string(), z.record(z.string(), z.string())),
  kubernetes: z.object({
    deployments: z.record(z.string(), z.object({ image: z.string(), phase: z.string() })),
    kept: z.record(z.string(), z.object({ migrations: z.array(z.string()) })),
  }),
});

/** The environment runs the commit’s images by digest, and its database has every migration, each applied once. */
export function deployed({ environment, view, after, effects }: ReleaseEnd): string[] {
  const { oci, kubernetes } = snapshotSchema.parse(after);
  const commit =
    Object.keys(oci[imageOf('frontend')] ?? {}).find((tag) => tag.startsWith(view.version)) ?? '';
  const migrations = kubernetes.kept[environment]?.migrations ?? [];
  const applied = effects.filter(({ effect }) => effect === 'migration.apply').map(({ target }) => target);
  const jobs = effects.filter(({ effect }) => effect === 'job.create');
  const wrong: Readonly<Record<string, boolean>> = {
    'a commit without all its images was deployed': images.some(
      (name) => oci[imageOf(name)]?.[commit] === undefined,
    ),
    [`the database has not every migration, but ${migrations.join(', ')}`]:
      migrations.join() !== migrationsByCommit.flat().join(),
    'a migration was applied twice': new Set(applied).size !== applied.length,
    [`${jobs.length} jobs were started`]: jobs.length !== 1,
    ...Object.fromEntries(
      services.map((service) => {
        const running = kubernetes.deployments[`${environment}/${deploymentOf(service)}`];
        const digest = oci[imageOf(service)]?.[commit] ?? 'none';
        return [
          `${service} runs ${running?.image ?? 'nothing'} (${running?.phase ?? 'gone'})`,
          running?.phase !== 'Healthy' || !running.image.endsWith(`@${digest}`),
        ];
      }),
    ),
  };
  return whatIsWrong(environment, wrong);
}

/** It was the migration that stopped it, its words say why, and nothing but the job was ever touched. */
export function migrationFailed({ environment, view, result: { why }, effects }: ReleaseEnd): string[] {
  const state = view.nodes.find(({ id }) => id === 'migrate')?.state;
  const touched = effects.filter(({ effect }) => effect !== 'job.create' && effect !== 'job.delete');
  return [
    ...(state === 'undone' ? [] : [`${environment}: the migration was not undone, it is ${state ?? 'gone'}`]),
    ...(why.includes('column "notes" of relation "step" already exists')
      ? []
      : [`${environment}: the reason is not in the migration’s words: ${why}`]),
    ...touched.map(({ effect, target }) => `${environment}: there was an effect: ${effect} ${target}`),
  ];
}
