#!/usr/bin/env node
/** The program `slipway`. Loads as little as it can: each command loads what it needs. */
import { run } from './run.ts';
import { terminalOn } from './terminal.ts';
import { ownVersion } from './version.ts';

// A reader that has seen enough (`slipway list | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const { stdin, stdout, stderr, env } = process;
process.exitCode = await run(
  process.argv.slice(2),
  terminalOn({ stdin, stdout, stderr, env, cwd: process.cwd() }),
  ownVersion(),
);
