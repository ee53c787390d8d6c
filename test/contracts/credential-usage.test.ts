import { expect } from 'chai';
import { PostgresCredentialUsage } from '#adapters/outbound/postgres/postgres-credential-usage.ts';
import { NOW } from '#test/domain/builders.ts';
import { credentialUsageContract } from './credential-usage-contract.ts';
import { aSessionOf, aTokenOf, type Settler, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until, waiting } from './until.ts';

credentialUsageContract('memory', openMemoryStore);
credentialUsageContract('PostgreSQL', openPostgresStore);

/** Notes every write, whoever makes it. */
const NOTE_WRITES = `
  CREATE TABLE noted (id uuid);
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO noted VALUES (NEW.id); RETURN NEW; END $$;
  CREATE TRIGGER note BEFORE UPDATE ON browser_sessions FOR EACH ROW EXECUTE FUNCTION note();
  CREATE TRIGGER note BEFORE UPDATE ON access_tokens FOR EACH ROW EXECUTE FUNCTION note()`;
const AT_ONCE = 50;

describe('The use of credentials in PostgreSQL', () => {
  const later = new Date(NOW.getTime() + 60_000);
  let store: PostgresStore;
  let ada: Settler;

  before(async () => {
    store = await openPostgresStore();
    await store.sql.query(NOTE_WRITES);
    ada = await settle(store);
  });
  after(() => store.close());

  const credentials = async () => {
    const [session, token] = [aSessionOf(ada.user), aTokenOf(ada.user)];
    await store.unitOfWork.run(async (repositories) => {
      await repositories.sessions.add(session);
      await repositories.tokens.save(token);
    });
    const principals = [
      await store.principals.findBySession(ada.user.id, session.id, NOW),
      await store.principals.findByToken(token.digest, NOW),
    ];
    return principals.map((principal) => principal!.credential);
  };
  const writes = async (id: string) => {
    const { rows } = await store.sql.query('SELECT FROM noted WHERE id = $1', [id]);
    return rows.length;
  };

  it('is written once by a process with 50 requests at once', async () => {
    const process = new PostgresCredentialUsage(store.pools);
    for (const credential of await credentials()) {
      const uses = Array.from({ length: AT_ONCE }, () => process.record(ada.user.id, credential, later));
      await Promise.all(uses);
      expect(await writes(credential.id), credential.kind).to.equal(1);
    }
  });

  it('is written once by 50 processes at once', async () => {
    const processes = Array.from({ length: AT_ONCE }, () => new PostgresCredentialUsage(store.pools));
    for (const credential of await credentials()) {
      await Promise.all(processes.map((process) => process.record(ada.user.id, credential, later)));
      expect(await writes(credential.id), credential.kind).to.equal(1);
    }
  });

  it('waits for nobody who has the credential in hand', async () => {
    for (const credential of await credentials()) {
      const holder = await store.sql.connect();
      const table = credential.kind === 'session' ? 'browser_sessions' : 'access_tokens';
      await holder.query('BEGIN');
      await holder.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [credential.id]);
      let over = false;
      const recording = new PostgresCredentialUsage(store.pools).record(ada.user.id, credential, later).then(() => {
        over = true;
      });
      await until('it is over or waits', async () => over || (await waiting(store.sql)) > 0);
      expect(over, credential.kind).to.equal(true);
      await recording;
      await holder.query('ROLLBACK');
      holder.release();
      expect(await writes(credential.id)).to.equal(0);
    }
  });
});
