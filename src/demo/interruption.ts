/** Ctrl-C and its like. The first asks for an orderly end; one that comes a while later does not wait for it. */

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C may arrive more than once: from the terminal, and passed on by npm. */
const sameMs = 1000;

export const interruptedCode = 130;

/** Resolves with the first signal. */
export function interruption(): Promise<'interrupted'> {
  let since: number | undefined;
  return new Promise((resolve) => {
    const onSignal = (): void => {
      const now = Date.now();
      since ??= now;
      if (now - since > sameMs) process.exit(interruptedCode);
      resolve('interrupted');
    };
    for (const signal of signals) process.on(signal, onSignal);
  });
}
