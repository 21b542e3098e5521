/** Who wants to know that a step has acted. */
const waiting = new Map<string, () => void>();
let tell: (name: string) => void = () => undefined;

/** Resolves when the step of this name acts in this process. */
export const touchOf = (name: string): Promise<void> =>
  new Promise((resolve) => {
    waiting.set(name, resolve);
  });

export const onEachTouch = (listener: (name: string) => void): void => void (tell = listener);

export function touched(name: string): void {
  tell(name);
  waiting.get(name)?.();
  waiting.delete(name);
}
