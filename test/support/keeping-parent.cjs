/** A parent for `kept-process.test.ts`: keeps one process and tells its id. Compiled on the fly, as jest does it. */
const { transformFileSync } = require('@swc/core');
const { join } = require('node:path');
const Module = require('node:module');

Module._extensions['.ts'] = (module, file) => {
  const { code } = transformFileSync(file, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, file);
};

const { keepProcess } = require(join(__dirname, '../../src/worker/kept-process.ts'));
keepProcess(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).then(({ pid }) => process.send({ pid }));
