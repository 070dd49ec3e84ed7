const waiting: (() => void)[] = [];

function serveNext(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(serveNext);
}

/**
 * Resolves when the caller may compute for a few milliseconds. One caller is served for each round of the
 * event loop, in order: many long computations at once block it no longer than one slice of one of them.
 */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(serveNext);
  });
}
