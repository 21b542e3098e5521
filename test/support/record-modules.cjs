/** Preloaded into a real program (`--require`): writes down, at its end, every module that it loaded, of either kind. */
const { appendFileSync } = require('node:fs');
const { register } = require('node:module');

const file = process.env.RECORD_MODULES;
const hooks = `
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(file)}, url + '\\n');
    return next(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
process.on('exit', () => appendFileSync(file, Object.keys(require.cache).join('\n')));
