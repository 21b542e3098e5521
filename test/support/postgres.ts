/** A real PostgreSQL with a database of one's own. Needs its server, which Debian keeps out of the PATH, and `psql`. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeWith } from './describe-with.ts';
import { eventually } from './eventually.ts';
import { pathOf } from './programs.ts';

export const describeWithPostgres = describeWith('initdb', 'psql');

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Postgres {
  /** Statements of one session, which ends at the first that fails; a row a line, its fields between `|`. */
  psql(sql: string, database?: string): Answer;
  stop(): Promise<void>;
}

/** It refuses to run as root: then it runs as nobody, who has no other right. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export async function startPostgres(): Promise<Postgres> {
  const initdb = pathOf('initdb');
  if (initdb === undefined) throw new Error('There is no PostgreSQL here: apt-get install postgresql.');
  const dir = mkdtempSync(join(tmpdir(), 'slipway-postgres-'));
  if (nobody.uid !== undefined) chownSync(dir, nobody.uid, nobody.gid);
  const data = join(dir, 'data');
  const settled = ['--auth=trust', '--username=slipway', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(initdb, [...settled, `--pgdata=${data}`], { ...nobody, cwd: dir, stdio: 'pipe' });
  // Its socket is in a folder of ours: no port, and nobody else comes to it.
  const server = spawn(
    join(dirname(initdb), 'postgres'),
    ['-D', data, '-k', dir, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...nobody, cwd: dir, stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  const psql = (sql: string, database = 'postgres'): Answer => {
    const options = [
      '-X',
      '-q',
      '-A',
      '-t',
      '-v',
      'ON_ERROR_STOP=1',
      '-h',
      dir,
      '-U',
      'slipway',
      '-d',
      database,
    ];
    const { status, stdout, stderr } = spawnSync('psql', options, { input: sql, encoding: 'utf8' });
    return { code: status ?? 1, stdout, stderr };
  };
  await eventually(
    () => Promise.resolve(psql('SELECT 1').code),
    (code) => code === 0,
  );
  return {
    psql,
    async stop() {
      server.kill('SIGQUIT');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
