import { largest } from './stage/figures.ts';
import { aPair, bothBelieve } from './stage/pair.ts';
import { Regulars, type RegularsSize } from './stage/regulars.ts';
import type { Stage } from './stage/stage.ts';
import { lasting } from './stage/wait.ts';

export type CutSize = RegularsSize & { readonly cuts: number };

/** R4: Redis is away from one of two processes alone. Who reads where all is well sees what is written where it is not, and the other way round. */
export async function cutRedisLink(stage: Stage, size: CutSize): Promise<void> {
  const { card, random } = stage;
  const pair = await aPair(stage, { byWays: true });
  const regulars = await Regulars.gather(stage, pair, size);
  const recoveries: number[] = [];
  for (let cut = 0; cut < size.cuts; cut += 1) {
    const way = random.pick(pair.ways);
    if (random.chance(0.5)) way.cut();
    else way.freeze();
    await lasting(random.between(20, 700));
    way.mend();
    recoveries.push(await bothBelieve(pair));
    await regulars.progress(2);
  }
  card.note('times that Redis was away from one', size.cuts);
  await regulars.finish();
  card.note('the longest answer', largest(regulars.calls.map(({ milliseconds }) => milliseconds)), 'ms');
  card.atMost('both believe their cache again after', largest(recoveries), 5_000, 'ms');
}
