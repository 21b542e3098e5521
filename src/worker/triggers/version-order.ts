/** Which of two versions is the newer: by semver.org where both are such, else number by number. Pure. */

interface Semver {
  readonly numbers: readonly number[];
  /** Absent: a stable version, which comes after its prereleases. */
  readonly prerelease: readonly string[] | undefined;
}

const number = '(0|[1-9]\\d*)';
const identifier = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const pattern = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

export function semverOf(text: string): Semver | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  return { numbers: found.slice(1, 4).map(Number), prerelease: found[4]?.split('.') };
}

/** Negative where `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [semverOf(a), semverOf(b)];
  if (left !== undefined && right !== undefined) return compareSemver(left, right) || byText(a, b);
  return natural.compare(a, b) || byText(a, b);
}

const natural = new Intl.Collator('en', { numeric: true });
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareSemver(a: Semver, b: Semver): number {
  const [at] = a.numbers.flatMap((value, index) => (value === b.numbers[index] ? [] : [index]));
  if (at !== undefined) return (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
  if (a.prerelease === undefined || b.prerelease === undefined)
    return Number(a.prerelease === undefined) - Number(b.prerelease === undefined);
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    if (left === right) continue;
    const [leftNumber, rightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (leftNumber && rightNumber) return Number(left) - Number(right);
    // Numbers come before words.
    return leftNumber === rightNumber ? byText(left, right) : leftNumber ? -1 : 1;
  }
  return 0;
}
