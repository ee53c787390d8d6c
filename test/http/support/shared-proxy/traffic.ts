import { Agent } from 'node:http';
import { Random } from '#test/chaos/stage/random.ts';
import { Hand } from './hand.ts';
import type { Judge } from './judge.ts';
import type { Member } from './member.ts';
import { randomRead } from './random-read.ts';
import { tellStory } from './story.ts';

export type TrafficParts = {
  readonly url: string;
  readonly members: readonly Member[];
  readonly judge: Judge;
  readonly seed: number;
  readonly requests: number;
};

const HANDS = 16;
const STORIES = 0.02;

/** Everybody reads and writes what they like, many at once, until there were so many requests. */
export async function letThemAsk({ url, members, judge, seed, requests }: TrafficParts): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: HANDS });
  const random = new Random(seed);
  const hands = Array.from(
    { length: HANDS },
    () => new Hand({ origin: new URL(url), agent, judge, random: random.fork() }),
  );
  const work = hands.map(async (hand) => {
    while (hand.sent < requests / HANDS)
      if (hand.random.chance(STORIES)) await tellStory(hand, members);
      else await hand.read(randomRead(members, hand.random));
  });
  try {
    await Promise.all(work);
  } catch (cause) {
    throw new Error(`No answer came to a request of the seed ${seed}.`, { cause });
  } finally {
    agent.destroy();
  }
}
