/** The source repository: a small service of Node.js, and how its modules are built in a container like the hosts it runs on. */
import type { GitRepositorySeed } from '../git/index.ts';
import { baseImage, service, sourceProject } from './options.ts';

const buildFile = `ARG REGISTRY
FROM $REGISTRY/${baseImage}:1 AS build
RUN ["/bin/busybox", "--install", "-s", "/bin"]
COPY . /opt/service
RUN ["/bin/sh", "-e", "/opt/service/build-modules.sh"]

FROM scratch AS modules
COPY --from=build /opt/service/node_modules /node_modules
`;

/** No registry of modules can be reached from here: what they are made of is in the repository. */
const buildModules = `cd /opt/service
mkdir -p node_modules
for one in dependencies/*; do
  cp -r "$one" node_modules/
  echo "installed $one"
done
`;

const formula = (sign: string): string => `exports.render = (text) => '<math>' + text + ' ${sign}</math>';\n`;

const manifest = (version: string): string =>
  `${JSON.stringify({ name: service, version, description: 'Renders formulas', main: 'server.js' }, null, 2)}\n`;

const server = (needs: string): string => `'use strict';
const http = require('node:http');
const { existsSync, readFileSync } = require('node:fs');
const { render } = require('../node_modules/formula');
const { name, version, description } = require('./package.json');

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (!existsSync(process.env.HOME + '/' + config.font)) throw new Error('this host has no font ' + config.font);
${needs}
const server = http.createServer((request, answer) => {
  answer.setHeader('connection', 'close');
  if (request.url === '/_info') return answer.end(JSON.stringify({ name, version, description }));
  answer.end(render(config.formula) + ' with ' + config.font + '\\n');
});
server.listen(config.port, config.address, () => {
  console.log(JSON.stringify({ name, level: 30, msg: 'listening on ' + config.address + ':' + config.port }));
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

/** Hosts without these fonts can't run it. */
const fonts = `if (!existsSync(process.env.HOME + '/usr/share/fonts/stix.otf')) throw new Error('this host has no STIX fonts');
`;

export const sourceSeed: GitRepositorySeed = {
  name: sourceProject,
  commits: [
    {
      message: 'Render formulas',
      branch: 'master',
      files: {
        Dockerfile: buildFile,
        'build-modules.sh': buildModules,
        'dependencies/formula/index.js': formula('as text'),
        'package.json': manifest('0.1.0'),
        'server.js': server(''),
      },
      tags: ['v0.1.0'],
    },
    {
      message: 'Render with STIX',
      branch: 'master',
      files: {
        'dependencies/formula/index.js': formula('in STIX'),
        'package.json': manifest('0.2.0'),
        'server.js': server(fonts),
      },
    },
  ],
};
