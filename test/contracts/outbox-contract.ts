import { expect } from 'chai';
import type { OutboxMessage } from '#application/ports/outbox.ts';
import type { Delivery } from '#application/ports/outbox-queue.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { aMessage } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

/** What every Outbox does, with the OutboxQueue at its other end. */
export function outboxContract(adapter: string, open: OpenStore): void {
  describe(`The outbox (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    afterEach(async () => {
      // The next test begins with nothing.
      await store.outboxQueue.retryParked(NOW);
      while (await store.outboxQueue.deliverNext(new Date('2099-01-01'), async () => 'done'));
    });

    const add = async (overrides: Partial<OutboxMessage> = {}) => {
      const message = aMessage(overrides);
      await store.unitOfWork.run(({ outbox }) => outbox.add(message));
      return message;
    };
    /** What was handed over, with the number of the try. */
    const deliver = async (outcome: Delivery = 'done', now = NOW) => {
      const handed: (OutboxMessage | number)[] = [];
      const there = await store.outboxQueue.deliverNext(now, async (message, attempt) => {
        handed.push(message, attempt);
        return outcome;
      });
      expect(there).to.equal(handed.length > 0);
      return handed;
    };
    const idOf = async (now?: Date) => ((await deliver('done', now))[0] as OutboxMessage | undefined)?.id;
    const count = () => store.outboxQueue.count();

    it('has nothing to deliver when nothing was added', async () => {
      expect([await deliver(), await count()]).to.deep.equal([[], { waiting: 0, parked: 0 }]);
    });

    it('has nothing of a work that failed, and nothing of one that is not over', async () => {
      const work = store.unitOfWork.run(async ({ outbox }) => {
        await outbox.add(aMessage());
        expect(await deliver()).to.deep.equal([]);
        throw new Error('given up');
      });
      await work.catch(() => {});
      expect([await deliver(), await count()]).to.deep.equal([[], { waiting: 0, parked: 0 }]);
    });

    it('hands over a message as it was added, once, as the first try', async () => {
      const mail = { to: 'ada@example.com', subject: "It's ünï ☃ $1", paragraphs: ['a\\b "c"', ''] };
      for (const content of [
        { kind: 'reset-asked', email: 'ada@example.com' },
        { kind: 'verification-asked', email: "o'neil@bücher.example" },
        { kind: 'mail', mail: { ...mail, action: null } },
        { kind: 'mail', mail: { ...mail, action: { label: 'Go', url: 'https://ledger.example/?a=1&b=%22' } } },
      ] as const) {
        const message = await add({ content, createdAt: new Date('2026-11-24T09:29:59.007Z') });
        expect(await deliver()).to.deep.equal([message, 1]);
        expect([await deliver(), await count()]).to.deep.equal([[], { waiting: 0, parked: 0 }]);
      }
    });

    it('hands over nothing before it is due', async () => {
      await add({ createdAt: LATER });
      expect(await deliver('done', new Date(LATER.getTime() - 1))).to.deep.equal([]);
      expect(await deliver('done', LATER)).to.have.length(2);
    });

    it('hands over what has been due for longest, and of two at once the one that was added first', async () => {
      const last = await add({ createdAt: later(2) });
      const [first, second] = [await add(), await add()];
      expect([await idOf(later(3)), await idOf(later(3)), await idOf(later(3))]).to.deep.equal([
        first.id,
        second.id,
        last.id,
      ]);
    });

    it('gives nobody else what is being delivered', async () => {
      const [first, second] = [await add(), await add()];
      const inside: unknown[] = [];
      await store.outboxQueue.deliverNext(NOW, async ({ id }) => {
        inside.push(id, await idOf(), await idOf());
        return 'done';
      });
      expect(inside).to.deep.equal([first.id, second.id, undefined]);
    });

    it('delivers each of many once when several deliver at once', async () => {
      const messages: OutboxMessage[] = [];
      for (let message = 0; message < 20; message += 1) messages.push(await add());
      const delivered: string[] = [];
      const drain = async () => {
        const one = async ({ id }: OutboxMessage): Promise<Delivery> => {
          delivered.push(id);
          return 'done';
        };
        while (await store.outboxQueue.deliverNext(NOW, one));
      };
      await Promise.all([drain(), drain()]);
      expect(delivered.sort()).to.deep.equal(messages.map(({ id }) => id));
    });

    it('has a message due again at its time after a failure, as the next try', async () => {
      const message = await add();
      for (const attempt of [1, 2, 3]) {
        const retryAt = later(attempt * 1_000);
        expect(await deliver({ error: 'busy', retryAt }, later(attempt * 1_000 - 1_000))).to.deep.equal([
          message,
          attempt,
        ]);
        expect(await deliver('done', later(attempt * 1_000 - 1))).to.deep.equal([]);
        expect(await count()).to.deep.equal({ waiting: 1, parked: 0 });
      }
      expect(await deliver('done', later(3_000))).to.deep.equal([message, 4]);
    });

    it('lets a message that failed hold up no other', async () => {
      await add();
      const other = await add();
      await deliver({ error: 'busy', retryAt: later(1_000) });
      expect(await idOf()).to.equal(other.id);
    });

    it('has the same message due again when its delivery breaks off', async () => {
      const message = await add();
      const broken = new Error('broken off');
      const end = await store.outboxQueue.deliverNext(NOW, () => Promise.reject(broken)).catch((error) => error);
      expect(end).to.equal(broken);
      expect(await deliver()).to.deep.equal([message, 1]);
    });

    it('sets a message aside when there is to be no further try', async () => {
      const message = await add();
      await deliver({ error: 'busy', retryAt: NOW });
      await deliver({ error: "550 It's refused: ☃ $1", retryAt: null }, later(7));
      expect(await deliver('done', LATER)).to.deep.equal([]);
      expect(await count()).to.deep.equal({ waiting: 0, parked: 1 });
      expect(await store.outboxQueue.listParked(10)).to.deep.equal([
        { ...message, tries: 2, lastError: "550 It's refused: ☃ $1", parkedAt: later(7) },
      ]);
    });

    it('lists what was set aside, oldest first, as many as are asked for', async () => {
      const messages = [await add(), await add(), await add()];
      for (const error of ['c', 'a', 'b']) await deliver({ error, retryAt: null });
      await add();
      const listed = async (limit: number) => (await store.outboxQueue.listParked(limit)).map(({ id }) => id);
      expect(await listed(2)).to.deep.equal(messages.slice(0, 2).map(({ id }) => id));
      expect(await listed(10)).to.deep.equal(messages.map(({ id }) => id));
      expect(await count()).to.deep.equal({ waiting: 1, parked: 3 });
    });

    it('tries again what was set aside, from the first try, and nothing else', async () => {
      expect(await store.outboxQueue.retryParked(NOW)).to.equal(0);
      const [first, second, waiting] = [await add(), await add(), await add()];
      await deliver({ error: 'busy', retryAt: null });
      await deliver({ error: 'busy', retryAt: null });
      await deliver({ error: 'busy', retryAt: LATER });
      expect(await store.outboxQueue.retryParked(later(5))).to.equal(2);
      expect([await store.outboxQueue.listParked(10), await count()]).to.deep.equal([[], { waiting: 3, parked: 0 }]);
      expect(await deliver('done', later(4))).to.deep.equal([]);
      expect(await deliver('done', later(5))).to.deep.equal([first, 1]);
      expect(await deliver('done', later(5))).to.deep.equal([second, 1]);
      expect(await deliver('done', LATER)).to.deep.equal([waiting, 2]);
    });
  });
}
