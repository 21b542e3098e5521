/** What the hosts run now: services of service-runner tell their version; what does not answer is named, for its restart comes first. */
import { z } from 'slipway';
import type { Facts, Planning } from 'slipway';
import type { Settings } from './settings.ts';

const infoSchema = z.object({ name: z.string().optional(), version: z.string() });

/** Gives the settings with the hosts in the order of their turns: with one that is down already nothing is lost if it is tried first. */
export async function recordRunning(facts: Facts<Planning>, settings: Settings): Promise<Settings> {
  const { hosts, port } = settings;
  const told = await Promise.all(
    hosts.map(async ({ name, address = name }) => {
      try {
        const signal = AbortSignal.any([facts.signal, AbortSignal.timeout(5000)]);
        const answer = await facts.clients.http.fetch(`http://${address}:${port}/_info`, { signal });
        return { name, version: infoSchema.parse(await answer.json()).version };
      } catch {
        facts.signal.throwIfAborted();
        return { name, version: undefined };
      }
    }),
  );
  const down = told.filter(({ version }) => version === undefined).map(({ name }) => name);
  if (down.length > 0)
    facts.warn(`Already now these hosts do not tell their version, or are down: ${down.join(', ')}.`);
  facts.record('running', {
    title: `Runs in ${facts.environment.title}`,
    value: [...new Set(told.map(({ version }) => version ?? 'unknown'))].join(', '),
    evidence: told.map(({ name, version }) => `${name}: ${version ?? 'no answer'}`),
  });
  const isDown = ({ name }: { readonly name: string }): boolean => down.includes(name);
  return { ...settings, hosts: [...hosts.filter(isDown), ...hosts.filter((host) => !isDown(host))] };
}
