import { Refusal } from '../refusal.ts';

/**
 * Writes, and then tells what has changed. That is told also when nobody knows what came of it: the connection can be lost just behind the
 * commit. Only a refusal is sure to have changed nothing.
 */
export async function toldWhenItMayHaveHappened<T>(write: () => Promise<T>, tell: () => Promise<void>): Promise<T> {
  const outcome = await write().catch(async (error: unknown) => {
    if (!(error instanceof Refusal) || error.code === 'UNAVAILABLE') await tell();
    throw error;
  });
  await tell();
  return outcome;
}
