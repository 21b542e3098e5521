/** birthday-app's repository: a small app that one program serves, its tests, and how its image is built. */
import type { GitCommitSeed, GitRepositorySeed } from '../git/index.ts';
import { baseImage, earlierRelease, repository } from './options.ts';
import type { SreTestOptions } from './options.ts';

const buildFile = `ARG REGISTRY
FROM $REGISTRY/${baseImage}:1 AS base
RUN ["/bin/busybox", "--install", "-s", "/bin"]
COPY www /srv

FROM base AS test
COPY test /test
RUN ["/bin/sh", "-e", "/test/run.sh"]

FROM base
ENV PORT=8080 HOST=0.0.0.0
CMD ["/bin/sh", "-c", "exec httpd -f -p $HOST:$PORT -h /srv"]
`;

const tests = `echo "1 test"
grep -q "Happy birthday" /srv/index.html || { echo "FAILED: the page wishes nobody anything"; exit 1; }
echo "passed"
`;

const page = (text: string): string =>
  `<!doctype html>\n<title>birthday-app</title>\n<p>Happy birthday, ${text}!\n`;

/** The tests look at the page and not at how it is served: only the image itself can show this. */
const brokenBuildFile = buildFile.replace('-h /srv', '-h /var/www');

const newest: Readonly<Record<NonNullable<SreTestOptions['newest']>, Readonly<Record<string, string>>>> = {
  good: { 'www/index.html': page('you, in three days') },
  'bad-image': { 'www/index.html': page('you, in three days'), Dockerfile: brokenBuildFile },
  'bad-code': { 'www/index.html': '<!doctype html>\n<p>Hello!\n' },
};

export const repositorySeed = ({ newest: kind = 'good' }: SreTestOptions): GitRepositorySeed => ({
  name: repository,
  commits: [
    {
      message: 'Wish by name',
      branch: 'master',
      files: {
        Dockerfile: buildFile,
        'test/run.sh': tests,
        'www/index.html': page('you'),
      },
      branches: ['release'],
      tags: [earlierRelease, 'live'],
    },
    { message: 'Wish in time', branch: 'master', files: { 'www/index.html': page('you, tomorrow') } },
    { message: 'Count the days', branch: 'master', files: newest[kind] },
  ] satisfies GitCommitSeed[],
});
