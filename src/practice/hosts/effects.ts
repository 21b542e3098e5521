/** Which commands count as effects in the journal: those that can't be repeated without anybody's notice. Pure. */

const counted: readonly (readonly [RegExp, string])[] = [
  [/^systemctl (?:start|stop|restart) /, 'service.restart'],
  [/^git -C \S+ deploy sync/, 'deploy.sync'],
  [/^puppet agent .*--onetime/, 'puppet.run'],
  [/^puppet agent --disable/, 'puppet.hold'],
  [/^puppet agent --enable/, 'puppet.release'],
  [/^mkdir /, 'directory.make'],
  [/^rmdir /, 'directory.remove'],
];

/** The last word says to what it was done. */
export function effectOf(line: string): { readonly name: string; readonly of: string } | undefined {
  const words = line
    .replaceAll("'", '')
    .replace(/^sudo -n -u \S+ /, '')
    .split(' ')
    .filter((word) => !/^(sudo|-n|--)$/.test(word));
  const plain = words.join(' ');
  const found = counted.find(([pattern]) => pattern.test(plain));
  return found && { name: found[1], of: words.at(-1) ?? '' };
}
