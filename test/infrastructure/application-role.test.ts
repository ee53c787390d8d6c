import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { postgresBinaries } from '#infrastructure/embedded-postgres/binaries.ts';
import { connect } from '#infrastructure/embedded-postgres/connect.ts';
import { launcherFor } from '#infrastructure/embedded-postgres/launcher.ts';
import { runAlone } from '#infrastructure/embedded-postgres/run-program.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';
import { migrate } from '#infrastructure/migrations.ts';
import { folderWithCluster, removeTempFolders, silent } from './temp-folder.ts';

/** Who might log in to a cluster of a Blotter that knew no such role. */
const BEFORE = 'host all blotter 127.0.0.1/32 scram-sha-256\n';
const EVENT = "INSERT INTO audit_log (action, details) VALUES ('sign_in.failed', '{}')";

describe('The application’s role in the embedded PostgreSQL', function () {
  this.timeout(60_000);
  const opened: EmbeddedPostgres[] = [];
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await folderWithCluster();
  });
  afterEach(() => Promise.all(opened.splice(0).map((postgres) => postgres.stop())));
  after(removeTempFolders);

  async function open(): Promise<EmbeddedPostgres> {
    const postgres = await openEmbeddedPostgres({ dataDir, log: silent });
    opened.push(postgres);
    return postgres;
  }

  /** What came of each statement: `done`, or the code of PostgreSQL's error. */
  async function outcomes(url: string, ...statements: readonly string[]): Promise<readonly string[]> {
    const client = await connect(url);
    const came: string[] = [];
    try {
      for (const statement of statements)
        came.push(
          await client.query(statement).then(
            () => 'done',
            ({ code }: { code: string }) => code,
          ),
        );
      return came;
    } finally {
      await client.end();
    }
  }

  /** The cluster as a Blotter made it that knew no such role. */
  async function forgetRole(): Promise<void> {
    const directory = join(dataDir, 'postgres');
    const launcher = await launcherFor(directory, await postgresBinaries(), silent);
    await runAlone({ directory, launcher, logFile: join(dataDir, 'postgres.log'), durable: false }, 'blotter', [
      'DROP OWNED BY blotter_app',
      'DROP ROLE blotter_app',
    ]);
    await writeFile(join(directory, 'pg_hba.conf'), BEFORE);
  }

  async function expectLeastRights(url: string): Promise<void> {
    expect(new URL(url).username).to.equal('blotter_app');
    const denied = '42501';
    expect(
      await outcomes(
        url,
        EVENT,
        'SELECT * FROM audit_log',
        'UPDATE audit_log SET action = action',
        'DELETE FROM audit_log',
        'TRUNCATE audit_log',
        'ALTER TABLE audit_log DISABLE TRIGGER append_only',
        'DROP TRIGGER append_only ON audit_log',
        'DROP TABLE audit_log',
        'SET ROLE blotter',
        'CREATE TABLE extra (id int)',
        'CREATE DATABASE extra',
        "UPDATE users SET username = 'Ada' WHERE false",
        'DELETE FROM operations WHERE false',
      ),
    ).to.deep.equal(['done', 'done', ...Array(9).fill(denied), 'done', 'done']);
    const client = await connect(url);
    const { rows } = await client.query(`SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND relkind = 'r' AND NOT has_table_privilege(oid, 'SELECT, INSERT')`);
    await client.end();
    expect(rows).to.deep.equal([]);
  }

  it('reads and writes every table, changes none, and only ever adds to the audit log', async () => {
    const { url, applicationUrl } = await open();
    await migrate(url);
    await expectLeastRights(applicationUrl);
  });

  it('is made in a cluster from before it, with the data in it', async () => {
    const before = await open();
    await migrate(before.url);
    await outcomes(before.url, EVENT);
    await Promise.all(opened.splice(0).map((postgres) => postgres.stop()));
    await forgetRole();
    const { applicationUrl } = await open();
    await expectLeastRights(applicationUrl);
    const client = await connect(applicationUrl);
    expect((await client.query('SELECT count(*)::int AS events FROM audit_log')).rows).to.deep.equal([{ events: 2 }]);
    await client.end();
  });

  it('waits for a later start where the server of a cluster from before it runs', async () => {
    await open();
    await writeFile(join(dataDir, 'postgres', 'pg_hba.conf'), BEFORE);
    const { url, applicationUrl } = await open();
    expect(applicationUrl).to.equal(url);
    await Promise.all(opened.splice(0).map((postgres) => postgres.stop()));
    const later = await open();
    await migrate(later.url);
    await expectLeastRights(later.applicationUrl);
  });
});
