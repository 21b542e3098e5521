/** Programs that tests stand on, each with the package of Debian and Ubuntu that has it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../src/demo/programs.ts';

const packages = {
  git: 'git',
  curl: 'curl',
  ssh: 'openssh-client',
  sshd: 'openssh-server',
  buildah: 'buildah',
  'docker-registry': 'docker-registry',
  busybox: 'busybox-static',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  chromium: 'chromium',
  initdb: 'postgresql',
  psql: 'postgresql-client',
} as const;
export type Program = keyof typeof packages;

const postgres = '/usr/lib/postgresql';

/** Debian keeps servers out of the PATH; of several versions the newest is meant. */
const servers = (): string[] => [
  ...(existsSync(postgres) ? readdirSync(postgres) : [])
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(postgres, version, 'bin')),
  '/usr/sbin',
];

export const pathOf = (program: Program): string | undefined => programPath(program, servers());

export interface Missing {
  readonly program: Program;
  readonly package: string;
}

export const missing = (): Missing[] =>
  (Object.keys(packages) as Program[])
    .filter((program) => pathOf(program) === undefined)
    .map((program) => ({ program, package: packages[program] }));
