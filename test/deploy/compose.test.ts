/** docker-compose.yml says what docs/operations.md promises. Whether it starts can only be seen where Docker is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { slipway } from '../support/cli.ts';
import { knownVariables } from '../support/known-variables.ts';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const serviceSchema = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).min(2) }).optional(),
});
const compose = z
  .object({ services: z.record(z.string(), serviceSchema), secrets: z.record(z.string(), z.unknown()) })
  .parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);
const worker = serviceSchema.parse(compose.services['worker']);
const packaged = z.object({ version: z.string(), engines: z.object({ node: z.string() }) });
const { version } = packaged.parse(JSON.parse(read('package.json')));

describe('docker-compose.yml', () => {
  test.each(services)('pins the image of %s to one release', (_, { image }) => {
    expect(image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  test.each(services)('opens the ports of %s on loopback alone', (_, { ports }) => {
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test.each(services)('waits, for %s, on services that are there and can tell', (_, { depends_on }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      const needed = compose.services[name];
      expect(needed).toBeDefined();
      if (condition === 'service_healthy') expect(needed?.healthcheck).toBeDefined();
    }
  });

  test.each(services)('mounts, for %s, only folders that are there', (_, { volumes, entrypoint = [] }) => {
    const hosts = volumes.map((one) => one.replace(/^\$\{\w+:-(.*?)\}/, '$1').split(':')[0] ?? '');
    for (const host of hosts.filter((one) => one.startsWith('.')))
      expect(existsSync(join(root, host))).toBe(true);
    const scripts = entrypoint.filter((part) => part.startsWith('/deploy/'));
    for (const script of scripts)
      expect(existsSync(join(root, script.replace('/deploy/', 'deploy/temporal/')))).toBe(true);
  });

  test('keeps the database’s password out of every environment', () => {
    const given = services.flatMap(([, { environment }]) => Object.keys(environment));
    expect(given.filter((name) => /PASS|PWD|TOKEN|SECRET/.test(name))).toEqual(['POSTGRES_PASSWORD_FILE']);
    expect(Object.keys(compose.secrets)).toEqual(['postgres_password']);
  });

  test('has a health check for everything that stays', () => {
    const stays = services.filter(([, { restart }]) => restart === 'unless-stopped');
    expect(stays.map(([name]) => name)).toEqual(['postgresql', 'temporal', 'ui', 'worker']);
    expect(stays.filter(([, { healthcheck }]) => healthcheck === undefined)).toEqual([]);
  });
});

describe('its worker', () => {
  test('can be scaled: no name and no port of its own', () => {
    expect(worker.ports).toEqual([]);
    expect(worker['container_name']).toBeUndefined();
  });

  test('carries the version of this package', () => {
    expect(worker.image).toBe(`slipway:${version}`);
  });

  test('runs a command that the command line has, with flags that it has', async () => {
    for (const line of [worker.command ?? [], worker.healthcheck?.test.slice(3) ?? []]) {
      const [command = '', ...rest] = line;
      const { code, stdout } = await slipway({ cwd: root }, command, '--help');
      expect([command, code]).toEqual([command, 0]);
      for (const flag of rest.filter((part) => part.startsWith('--'))) expect(stdout).toContain(`${flag} `);
    }
  });

  test('is given only variables that Slipway or Temporal’s connection profile reads', () => {
    const known = knownVariables();
    expect(Object.keys(worker.environment).filter((name) => !known.has(name))).toEqual([]);
  });

  test('starts from the image’s own program and user', () => {
    const dockerfile = read('Dockerfile');
    expect(dockerfile).toMatch(/^USER (?!root|0)\S+$/m);
    expect(dockerfile).toContain('ENTRYPOINT ["node", "/app/dist/client/main.js"]');
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(3);
    expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:\d+\.\d+\.\d+-[a-z-]+$/m);
  });

  test('is built from files that are there and that .dockerignore lets in', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copies = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
    const sources = copies.flatMap(([, files = '']) => files.split(' '));
    expect(new Set(sources)).toEqual(new Set(allowed));
    for (const file of sources) expect(existsSync(join(root, file))).toBe(true);
  });
});
