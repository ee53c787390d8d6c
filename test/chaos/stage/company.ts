import { aPair, type Pair } from './pair.ts';
import { register } from './people.ts';
import { Regulars, type RegularsSize } from './regulars.ts';
import type { Stage } from './stage.ts';

/** Two processes with one Redis, their regulars, and one person more. */
export async function inCompany(stage: Stage, size: RegularsSize) {
  const pair: Pair = await aPair(stage);
  const person = await register(pair.blotters[0].url);
  return { pair, person, regulars: await Regulars.gather(stage, pair, size) };
}
