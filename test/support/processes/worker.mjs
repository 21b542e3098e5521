// A worker in a process of its own, from the sources, for tests that kill it.
import { createJiti } from 'jiti';

const { runWorker } = await createJiti(import.meta.url).import('../killable-worker.ts');
await runWorker(JSON.parse(process.argv[2]));
process.send('ready');
process.on('disconnect', () => process.exit());
