// Asks each of the ports given a hundred times a second.
import { Agent, get } from 'node:http';
import { setInterval } from 'node:timers';

const ports = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const ask = (port) =>
  get({ host: '127.0.0.1', port, path: '/', agent }, (answer) => answer.resume()).on('error', () => {});

setInterval(() => ports.forEach((port) => (ask(port), ask(port))), 20);
process.send('asking');
process.on('disconnect', () => process.exit());
