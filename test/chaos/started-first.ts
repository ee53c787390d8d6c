import type { Blotter } from './stage/blotter.ts';
import { newcomer } from './stage/people.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';
import { Workshop } from './stage/workshop.ts';

/** C-17: processes that start before what they need wait for it, and say what that is. */
export async function startedFirst(stage: Stage, { seconds }: { seconds: number }): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, 'MongoDB');
  const stores = [shop.postgres, shop.mongo, shop.redis];
  await shop.postgres.stop();
  await Promise.all([shop.mongo?.kill(), shop.redis.kill()]);
  const [api, worker] = [await shop.api(), await shop.worker()];
  await until('the API says that it is not ready', async () => (await readiness(api)).status === 503);
  card.exactly('what it waits for', (await readiness(api)).missing, 'database');
  card.exactly('it lives', (await fetch(`${api.url}/livez`)).status, 200);
  const refused = await fetch(`${api.url}/api/v1/accounts`);
  card.exactly(
    'anything else',
    `${refused.status} ${((await refused.json()) as { code: string }).code}`,
    '503 UNAVAILABLE',
  );
  await lasting(seconds * 1_000);
  await shop.postgres.start();
  await until('it waits for the others', async () => (await readiness(api)).missing === 'mongodb redis');
  const ada = await newcomer(stage, api.url);
  await ada.call({ method: 'POST', path: '/api/v1/reports/dashboard', json: { deliver: 'email' } });
  await lasting(seconds * 1_000);
  for (const store of stores.slice(1)) await store?.start();
  const took = await until('it is ready', async () => (await readiness(api)).status === 200);
  card.atMost('until it is ready when all is there', took / 1_000, 5, 's');
  const [worked] = [
    await until('the report is mailed', () => shop.smtp.mails.some(({ subject }) => /^Your/.test(subject))),
  ];
  card.atMost('until the work is done', worked / 1_000, 5, 's');
  for (const process of [api, worker]) card.exactly('it runs', process.isRunning ? 'yes' : process.lastWords, 'yes');
}

async function readiness({ url }: Blotter): Promise<{ readonly status: number; readonly missing: string }> {
  const answer = await fetch(`${url}/readyz`).catch(() => null);
  if (answer === null) return { status: 0, missing: '' };
  const { parts } = (await answer.json()) as { parts: { part: string; ready: boolean }[] };
  const missing = parts.filter(({ ready }) => !ready).map(({ part }) => part);
  return { status: answer.status, missing: missing.sort().join(' ') };
}
