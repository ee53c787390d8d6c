import { expect } from 'chai';
import { PostgresOutboxQueue } from '#adapters/outbound/postgres/postgres-outbox-queue.ts';
import type { OutboxMessage } from '#application/ports/outbox.ts';
import type { Delivery } from '#application/ports/outbox-queue.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { NOW } from '#test/domain/builders.ts';
import { outboxContract } from './outbox-contract.ts';
import { aMessage } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until } from './until.ts';

outboxContract('memory', openMemoryStore);
outboxContract('PostgreSQL', openPostgresStore);

describe('The outbox in PostgreSQL', () => {
  let store: PostgresStore;
  let elsewhere: PostgresOutboxQueue;
  const idleErrors: Error[] = [];

  before(async () => {
    store = await openPostgresStore();
    elsewhere = new PostgresOutboxQueue(store.url, 2, (error) => idleErrors.push(error));
  });
  after(async () => {
    await elsewhere.close();
    await store.close();
  });

  const add = async () => {
    const message = aMessage();
    await store.unitOfWork.run(({ outbox }) => outbox.add(message));
    return message;
  };
  const deliverInto =
    (list: string[]) =>
    async (message: OutboxMessage, attempt: number): Promise<Delivery> => {
      list.push(`${message.id} ${attempt}`);
      return 'done';
    };
  /** Ends the connection of whoever is in the middle of a delivery, as the death of its process would. */
  const killDeliverer = async () => {
    const { rows } = await store.sql.query<{ ended: boolean }>(
      `SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'blotter outbox' AND state = 'idle in transaction'`,
    );
    expect(rows).to.deep.equal([{ ended: true }]);
  };

  it('gives a second process nothing of what is being delivered', async () => {
    const message = await add();
    const there: boolean[] = [];
    await store.outboxQueue.deliverNext(NOW, async ({ id }) => {
      expect(id).to.equal(message.id);
      there.push(await elsewhere.deliverNext(NOW, async () => 'done'));
      return 'done';
    });
    expect([there, await elsewhere.deliverNext(NOW, async () => 'done')]).to.deep.equal([[false], false]);
  });

  it('is delivered by many processes, each message once', async () => {
    const messages: OutboxMessage[] = [];
    for (let message = 0; message < 30; message += 1) messages.push(await add());
    const delivered: string[] = [];
    const drain = async (queue: Pick<PostgresOutboxQueue, 'deliverNext'>) => {
      while (await queue.deliverNext(NOW, deliverInto(delivered)));
    };
    await Promise.all([store.outboxQueue, elsewhere, store.outboxQueue, elsewhere].map(drain));
    expect(delivered.sort()).to.deep.equal(messages.map(({ id }) => `${id} 1`));
  });

  it('has a message due again at once when who delivers it dies, and no try is counted', async () => {
    const message = await add();
    const again: string[] = [];
    const dying = elsewhere.deliverNext(NOW, async () => {
      await killDeliverer();
      await store.outboxQueue.deliverNext(NOW, deliverInto(again));
      return 'done';
    });
    expect(await refusalCodeOf(dying)).to.equal('UNAVAILABLE');
    expect(again).to.deep.equal([`${message.id} 1`]);
    expect(await store.outboxQueue.count()).to.deep.equal({ waiting: 0, parked: 0 });
  });

  it('has a message due again at once for every process when its delivery breaks off', async () => {
    const message = await add();
    const broken = new Error('broken off');
    const end = await elsewhere.deliverNext(NOW, () => Promise.reject(broken)).catch((error: unknown) => error);
    const again: string[] = [];
    await store.outboxQueue.deliverNext(NOW, deliverInto(again));
    expect([end, again]).to.deep.equal([broken, [`${message.id} 1`]]);
  });

  it('keeps what a delivery took that failed as its process died: it is tried again as before', async () => {
    const message = await add();
    const dying = elsewhere.deliverNext(NOW, async () => {
      await killDeliverer();
      return { error: 'busy', retryAt: null };
    });
    expect(await refusalCodeOf(dying)).to.equal('UNAVAILABLE');
    const again: string[] = [];
    await elsewhere.deliverNext(NOW, deliverInto(again));
    expect(again).to.deep.equal([`${message.id} 1`]);
  });

  it('goes on after its idle connections were closed, and says that they were', async () => {
    const message = await add();
    await elsewhere.count();
    await store.sql.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'blotter outbox'`,
    );
    await until('it has heard of it', () => idleErrors.length > 0);
    const delivered: string[] = [];
    await elsewhere.deliverNext(NOW, deliverInto(delivered));
    expect(delivered).to.deep.equal([`${message.id} 1`]);
  });
});
