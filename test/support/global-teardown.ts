/** Stops what the global set-up started. */
export default async function teardown(): Promise<void> {
  await (globalThis as { slipwayTestServer?: { stop(): Promise<void> } }).slipwayTestServer?.stop();
}
