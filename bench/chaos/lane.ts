/** A lane: its own Temporal server, practice world and worker, and the wires that see what passes between them. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { freePort } from '../../src/loopback/ports.ts';
import { openControl } from './control.ts';
import { temporalPart, workerPart, worldPart } from './parts.ts';
import type { LanePlace, Skew } from './parts.ts';
import type { Part } from './part.ts';
import { openProxy } from './proxy.ts';
import type { Subject } from './subject.ts';
import { Tripwire } from './tripwire.ts';
import { worldApi } from './world-api.ts';
import type { WorldApi } from './world-api.ts';

/** `mate` is a second worker, where one is wanted. */
export type PartName = 'server' | 'world' | 'worker' | 'mate';

export type Workers = 'one' | 'two';

export interface Begin {
  readonly subject: Subject;
  /** A folder with the state that the world begins with; absent: a new world. */
  readonly worldState: string | undefined;
  readonly skew: Skew;
  readonly workers: Workers;
}

export interface Lane {
  readonly dir: string;
  /** What may be mounted: the world's state is in it. */
  readonly worldDisk: string;
  readonly worldDir: string;
  readonly temporalDir: string;
  readonly client: Client;
  readonly tripwire: Tripwire;
  readonly world: WorldApi;
  readonly parts: Readonly<Record<PartName, Part>>;
  /** A world as wanted; the server goes on, and a worker that lives. */
  begin(begin: Begin): Promise<void>;
  /** What the worker has printed since the run began. */
  workerSaid(): string;
  stop(): Promise<void>;
}

const noPart: Part = {
  start: () => Promise.reject(new Error('The lane has not begun.')),
  kill: () => Promise.resolve(Date.now()),
  pid: () => undefined,
};

export async function openLane(executable: string, dir: string): Promise<Lane> {
  mkdirSync(join(dir, 'temporal'), { recursive: true });
  const [temporalPort, uiPort, worldPort] = [await freePort(), await freePort(), await freePort()];
  const place: LanePlace = { executable, dir, temporalPort, uiPort, worldPort };
  const tripwire = new Tripwire();
  const control = await openControl(tripwire);
  const proxy = await openProxy(tripwire, worldPort);
  const parts: Record<PartName, Part> = {
    server: temporalPart(place),
    world: noPart,
    worker: noPart,
    mate: noPart,
  };
  await parts.server.start();
  // Its own way back must not be slower than what it measures.
  const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 50, 'grpc.max_reconnect_backoff_ms': 200 };
  const connection = await Connection.connect({ address: `127.0.0.1:${temporalPort}`, channelArgs });
  const worldDisk = join(dir, 'world-disk');
  const worldDir = join(worldDisk, 'state');
  const workerLog = join(dir, 'worker.log');
  const kinds: { worker?: string; mate?: string } = {};
  let said = 0;
  return {
    dir,
    worldDisk,
    worldDir,
    temporalDir: join(dir, 'temporal'),
    client: temporalClient({ connection }),
    tripwire,
    world: worldApi(worldPort),
    parts,
    async begin({ subject, worldState, skew, workers }) {
      const wires = { control, practiceUrl: proxy.url };
      await parts.world.kill();
      rmSync(worldDir, { recursive: true, force: true });
      if (worldState !== undefined) cpSync(worldState, worldDir, { recursive: true });
      parts.world = worldPart(place, subject, skew);
      said = logSize(workerLog);
      await Promise.all([
        parts.world.start(),
        begun('worker', 'wanted'),
        begun('mate', workers === 'two' ? 'wanted' : 'unwanted'),
      ]);

      /** One that works for this subject by this clock goes on. */
      async function begun(name: 'worker' | 'mate', is: 'wanted' | 'unwanted'): Promise<void> {
        const kind = `${subject.config} ${skew.worker}`;
        if (is === 'wanted' && kinds[name] === kind && parts[name].pid() !== undefined) return;
        await parts[name].kill();
        kinds[name] = kind;
        parts[name] = is === 'wanted' ? workerPart(place, subject, skew, wires) : noPart;
        if (is === 'wanted') await parts[name].start();
      }
    },
    workerSaid: () => (existsSync(workerLog) ? readFileSync(workerLog).subarray(said).toString() : ''),
    async stop() {
      await connection.close();
      for (const part of Object.values(parts)) await part.kill();
      await Promise.all([control.stop(), proxy.stop()]);
    },
  };
}

const logSize = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
