// Loaded before a process of a chaos run whose clock shall go wrong by SLIPWAY_CHAOS_SKEW milliseconds.
import process from 'node:process';

const skew = Number(process.env.SLIPWAY_CHAOS_SKEW ?? 0);
const Real = Date;

class Skewed extends Real {
  constructor(...given) {
    super(...(given.length === 0 ? [Real.now() + skew] : given));
  }
  static now() {
    return Real.now() + skew;
  }
}
globalThis.Date = Skewed;
