/** Processes of the bench: each is asked questions by name, and ends with its parent. */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BenchProcess {
  readonly pid: number;
  ask(question: string): Promise<unknown>;
  stop(): void;
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Runs `run` of a file of this folder. */
export async function startProcess(file: string, options: object): Promise<BenchProcess> {
  const child = fork(here('child.mjs'), [here(file), JSON.stringify(options)]);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended.`)));
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return {
    pid: child.pid ?? 0,
    async ask(question) {
      const answered = once(child, 'message');
      child.send(question);
      const [reply] = (await Promise.race([answered, ended])) as [{ answer: unknown }];
      return reply.answer;
    },
    stop: () => void child.kill(),
  };
}

/** Seconds of processor time that a process has used so far, and its memory in MB. */
export function usageOf(pid: number): { readonly cpu: number; readonly memory: number } {
  const { stdout } = spawnSync('ps', ['-o', 'cputimes=,rss=', '-p', String(pid)], { encoding: 'utf8' });
  const [cpu = 0, kilobytes = 0] = stdout.trim().split(/\s+/).map(Number);
  return { cpu, memory: Math.round(kilobytes / 1024) };
}
