import { expect } from 'chai';
import type { SessionData } from 'express-session';
import { sessionStoreContract } from './session-store-contract.ts';
import {
  type CopiedKeeping,
  openCopiedKeeping,
  openMemoryKeeping,
  openPostgresKeeping,
  openRedisKeeping,
} from './stores/session-keepers.ts';

sessionStoreContract('memory', openMemoryKeeping);
sessionStoreContract('PostgreSQL', openPostgresKeeping);
sessionStoreContract('Redis', openRedisKeeping);
sessionStoreContract('Redis, with a copy in PostgreSQL', openCopiedKeeping);

describe('A session in Redis with a copy in PostgreSQL', () => {
  let keeping: CopiedKeeping;
  let id = 0;

  before(async () => {
    keeping = await openCopiedKeeping();
  });
  after(() => keeping.close());

  const done = (work: (callback: (error?: unknown) => void) => void) =>
    new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
  const get = (key: string, of = keeping.keeper) =>
    new Promise<SessionData | null>((resolve, reject) => {
      of.get(key, (error, session) => (error ? reject(error) : resolve(session ?? null)));
    });
  const kept = async (): Promise<string> => {
    id += 1;
    const key = String(id).padStart(64, '0');
    const user = { id: await keeping.aUser(), session: 'a session' };
    const cookie = { originalMaxAge: 60_000, expires: new Date(Date.now() + 60_000) };
    await done((callback) => keeping.keeper.set(key, { cookie, user }, callback));
    return key;
  };
  /** Redis fails in both ways. */
  const whileRedisIsAway = async (work: () => Promise<unknown>): Promise<void> => {
    keeping.near.freeze();
    await work();
    keeping.near.thaw();
    await keeping.near.breakDown();
    await work();
    await keeping.near.mend();
  };

  it('is read in Redis, without PostgreSQL', async () => {
    const key = await kept();
    keeping.safe.freeze();
    expect((await get(key))?.user.session).to.equal('a session');
    keeping.safe.thaw();
  });

  it('lives on when Redis has lost it', async () => {
    const key = await kept();
    await done((callback) => keeping.near.keeper.destroy(key, callback));
    expect((await get(key))?.user.session).to.equal('a session');
  });

  it('is begun, read and ended while Redis hangs or is gone', async () => {
    await whileRedisIsAway(async () => {
      const [key, over] = [await kept(), await kept()];
      await done((callback) => keeping.keeper.destroy(over, callback));
      expect([(await get(key))?.user.session, await get(over)]).to.deep.equal(['a session', null]);
    });
  });
});
