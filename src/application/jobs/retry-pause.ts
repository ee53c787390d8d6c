import type { Backoff } from './task-handler.ts';

/** A fifth more or less, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * Exponential backoff with jitter.
 * @param attempt that failed, from 1.
 * @param random of 0 to 1.
 * @returns milliseconds.
 */
export function retryPause(attempt: number, { first, factor, longest }: Backoff, random: number): number {
  const pause = Math.min(first * factor ** (attempt - 1), longest);
  return Math.round(pause * (1 - JITTER + 2 * JITTER * random));
}
