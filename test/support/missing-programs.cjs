/** After all tests: what this machine lacks, so that some were skipped, and how to get it. */
const { createJiti } = require('jiti');

module.exports = class MissingPrograms {
  async onRunComplete() {
    const { missing } = await createJiti(module.filename).import('./programs.ts');
    const lacking = missing();
    if (lacking.length === 0) return;
    const packages = [...new Set(lacking.map((one) => one.package))];
    process.stderr.write(
      `\nNot on this machine: ${lacking.map(({ program }) => program).join(', ')}. Tests that need them were skipped; to run them too:\n` +
        `  apt-get install ${packages.join(' ')}   (or your system’s packages of them)\n`,
    );
  }
};
