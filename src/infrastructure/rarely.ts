import type { Log } from './embedded-postgres/log.ts';

/** In milliseconds. */
const SILENCE = 10_000;

/**
 * Warns of what goes wrong again and again until it mends itself: once, and every ten seconds as long as it goes on.
 * @param what a sentence for the log.
 */
export function rarely(log: Log, what: string): (error: Error) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (error) => {
    const now = performance.now();
    if (now - told < SILENCE) return;
    told = now;
    log.warn({ reason: error.message }, what);
  };
}
