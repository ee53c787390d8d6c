import { bearer } from '../load/request.ts';
import type { Door, Doors } from '../parts/doors.ts';
import { newStart, SHORT_LIST } from './kept.ts';

const AT_ONCE = 500;
const COMPUTATIONS = /^blotter_cache_computations_total\{cache="operation-lists"\} (\d+)/m;

/** How often a list is computed that so many ask for at the same time, and nobody did before. */
export type Stampede = { readonly memory: number; readonly redis: number };

export const stampede = async ({ alone, onRedis }: Doors): Promise<Stampede> => ({
  memory: await computationsOf(alone),
  redis: await computationsOf(onRedis),
});

async function computationsOf({ server, metricsPort, owners }: Door): Promise<number> {
  const computations = async (): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    return Number(COMPUTATIONS.exec(text)?.[1] ?? 0);
  };
  const url = `http://127.0.0.1:${server.port}${SHORT_LIST}&from=${newStart()}`;
  const headers = { ...bearer(owners[0]!.token), 'Accept-Encoding': 'identity' };
  const before = await computations();
  const ask = async (): Promise<void> => {
    const response = await fetch(url, { headers });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`A stampede was answered ${response.status}.`);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return (await computations()) - before;
}
