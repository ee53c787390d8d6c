import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until the condition holds and returns how long that took, in milliseconds; an error says which one did not. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  { patience = 20_000, pause = 10 }: { patience?: number; pause?: number } = {},
): Promise<number> {
  const start = performance.now();
  while (!(await condition())) {
    if (performance.now() - start > patience) throw new Error(`Not within ${patience} ms: ${what}`);
    await sleep(pause);
  }
  return performance.now() - start;
}

/** For how long a load goes on. Never used to wait for something to happen. */
export const lasting = (milliseconds: number): Promise<void> => sleep(milliseconds);

/** Rejects when the promise takes longer. */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  const abort = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: abort.signal }).then(() => {
    throw new Error(`Not within ${milliseconds} ms: ${what}`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    abort.abort();
  }
}
