import { newcomer } from './stage/people.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';
import { Workshop } from './stage/workshop.ts';

/** A report of each period is mailed, though its worker is killed around the mail each time: by one id, so that what comes twice is known for the same. */
export async function reportsMailedOnce(stage: Stage, { kills }: { kills: number }): Promise<void> {
  const { card, random } = stage;
  const shop = await Workshop.open(stage, 'PostgreSQL');
  const api = await shop.api({ WORKER: 'off' });
  await api.ready();
  const ada = await newcomer(stage, api.url);
  const schedule = await ada.call({ method: 'PUT', path: '/api/v1/reports/schedules/daily', json: {} });
  card.exactly('status of the schedule', schedule.status, 200);
  for (let kill = 0; kill < kills; kill += 1) {
    const worker = await shop.readyWorker(['--queues', 'default,mail']);
    await shop.scheduleNow();
    await until('the report is made', async () => (await shop.reports()) > kill, { pause: 1 });
    await lasting(random.between(0, 60));
    await worker.kill();
  }
  await shop.readyWorker();
  await shop.untilOver(null, 90_000);
  const mails = shop.smtp.mails.filter(({ subject }) => subject.startsWith('Your ledger'));
  const ids = new Set(mails.map(({ messageId }) => messageId));
  card.exactly('reports that were made', await shop.reports(), kills);
  card.exactly('mails of them, repetitions apart', ids.size, kills);
  card.atMost('mails that came twice after a kill', mails.length - ids.size, Math.ceil(kills / 4));
}
