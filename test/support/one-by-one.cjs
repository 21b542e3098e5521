/** Runs the suites of its project one after another, when those of the others are over. */
const { default: TestRunner } = require('jest-runner');

module.exports = class OneByOne extends TestRunner {
  isSerial = true;
};
