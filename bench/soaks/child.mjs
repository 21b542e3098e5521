// A process of the bench: loads the TypeScript file named first, and gives its `run` the JSON named second.
import process from 'node:process';
import { createJiti } from 'jiti';

const [, , file, options] = process.argv;
const { run } = await createJiti(import.meta.url).import(file);
const answers = await run(JSON.parse(options));
process.on('message', async (question) => process.send({ question, answer: await answers[question]() }));
process.on('disconnect', () => process.exit());
process.send('ready');
