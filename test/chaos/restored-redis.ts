import { largest } from './stage/figures.ts';
import { aPair, bothBelieve, type Pair } from './stage/pair.ts';
import { Regulars, type RegularsSize } from './stage/regulars.ts';
import type { Stage } from './stage/stage.ts';

export type RestoredSize = RegularsSize & { readonly restores: number };

/** R4: a Redis that is killed comes back with what it had before things changed. */
export async function restoredRedis(stage: Stage, size: RestoredSize): Promise<void> {
  const { card } = stage;
  const pair = await aPair(stage);
  const regulars = await Regulars.gather(stage, pair, size);
  const recoveries: number[] = [];
  for (let restore = 0; restore < size.restores; restore += 1)
    recoveries.push(await backWithOldContent(pair, regulars, restore % 2 === 0));
  card.note('times that it came back with its old content', size.restores);
  await regulars.finish();
  card.note('the longest answer', largest(regulars.calls.map(({ milliseconds }) => milliseconds)), 'ms');
  card.atMost('both believe their cache again after', largest(recoveries), 5_000, 'ms');
}

/**
 * What is written after it was saved is what its content does not know.
 * @param quietly nobody writes while it is away, so that nobody has to be told otherwise of what was written.
 * @returns the milliseconds until both believe their cache again.
 */
async function backWithOldContent(pair: Pair, regulars: Regulars, quietly: boolean): Promise<number> {
  const { redis } = pair;
  await regulars.rest();
  await regulars.lookAround();
  await redis.save();
  regulars.resume();
  await regulars.progress(1);
  if (quietly) await regulars.rest();
  await redis.kill();
  if (!quietly) await regulars.progress(1);
  await redis.start();
  const recovery = await bothBelieve(pair);
  if (quietly) {
    await regulars.lookAround();
    regulars.resume();
  }
  await regulars.progress(2);
  return recovery;
}
