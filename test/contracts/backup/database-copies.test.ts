import { expect } from 'chai';
import type { Client } from 'pg';
import { PostgresDatabaseCopies, type Schema } from '#adapters/outbound/postgres/copies/postgres-database-copies.ts';
import { rejection } from '#test/infrastructure/temp-folder.ts';
import { Copying, picture } from './copying.ts';

/** Tables that later migrations may bring, with all that makes a copy hard. */
const TABLES = `
  CREATE TABLE migrations (name text PRIMARY KEY);
  CREATE TABLE change_log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, rows bigint NOT NULL);
  CREATE TABLE "A ""parent""" (id serial PRIMARY KEY, parent integer REFERENCES "A ""parent""" (id), "order" text);
  CREATE TABLE a_child (
    parent integer NOT NULL REFERENCES "A ""parent""" (id),
    twice integer GENERATED ALWAYS AS (parent * 2) STORED,
    thrice integer GENERATED ALWAYS AS (parent * 3) VIRTUAL,
    gone integer, note text, chunk bytea, exact numeric(38,18), rough float8, at timestamptz, span interval, tags text[], data json);
  ALTER TABLE a_child DROP COLUMN gone;
  CREATE FUNCTION log_rows() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN INSERT INTO change_log (rows) SELECT count(*) FROM added; RETURN NULL; END $$;
  CREATE TRIGGER logged AFTER INSERT ON a_child REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_rows();
  CREATE TRIGGER always AFTER INSERT ON a_child REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_rows();
  CREATE TRIGGER never AFTER INSERT ON a_child REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_rows();
  ALTER TABLE a_child ENABLE ALWAYS TRIGGER always;
  ALTER TABLE a_child DISABLE TRIGGER never`;

const ROWS = `
  INSERT INTO "A ""parent""" (id, parent, "order") VALUES (9, 10, E'\\\\.'), (10, NULL, E'\\\\.\\nline\\ttab\\r'), (11, 10, '');
  SELECT setval('"A ""parent""_id_seq"', 41);
  INSERT INTO a_child (parent, note, chunk, exact, rough, at, span, tags, data) VALUES
    (9, 'é€𝄞', '\\x00ff0a5c2e', 12345678901234567890.123456789012345678, 0.1, '2026-03-29 02:30+01', '1 mon -3 days 04:05', '{a,"b,c",NULL}', '{"b": 1,  "a":2}'),
    (10, NULL, NULL, NULL, 'NaN', 'infinity', NULL, '{}', NULL),
    (10, NULL, NULL, NULL, 'NaN', 'infinity', NULL, '{}', NULL)`;

const made = async (client: Client): Promise<void> => {
  const { rowCount } = await client.query("SELECT WHERE to_regclass('migrations') IS NOT NULL");
  if (rowCount === 0) await client.query(TABLES);
};
const schema: Schema = { hold: async () => undefined, bring: made };

const SHORTER = 'CREATE TABLE IF NOT EXISTS migrations (name varchar(1))';

describe('A copy of a database', function () {
  this.timeout(60_000);
  let copying: Copying;

  before(async () => {
    copying = await Copying.open();
  });
  after(() => copying[Symbol.asyncDispose]());

  async function bare(): Promise<{ url: string; sql: Client }> {
    const database = await copying.database();
    await database.sql.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    return database;
  }

  it('holds every table that there is, whatever is in it, and no trigger sees it come', async () => {
    const [from, to] = [await bare(), await bare()];
    await from.sql.query(TABLES);
    await from.sql.query(ROWS);
    const file = copying.file('tables');
    const sums = await copying.backUp(from.url, file, { schema });
    expect(sums.map(({ table, rows }) => `${table}: ${rows}`)).to.have.members([
      'A "parent": 3',
      'a_child: 3',
      'change_log: 2',
      'migrations: 0',
    ]);
    expect(await copying.restore(to.url, file, { schema })).to.deep.equal(sums);
    expect(await picture(to.sql)).to.deep.equal(await picture(from.sql));
    const { rows } = await to.sql.query(
      `INSERT INTO "A ""parent""" DEFAULT VALUES RETURNING id, (SELECT max(id)::int FROM change_log) AS last`,
    );
    expect(rows).to.deep.equal([{ id: 42, last: 2 }]);
    const logged = await to.sql.query(
      'INSERT INTO a_child (parent) VALUES (9); SELECT max(id)::int AS last FROM change_log',
    );
    expect((logged as unknown as { rows: unknown[] }[])[1]?.rows).to.deep.equal([{ last: 4 }]);
  });

  it('is of one instant, and keeps no writer waiting', async () => {
    const { url, sql } = await bare();
    await sql.query(TABLES);
    await sql.query(ROWS);
    await using snapshot = await new PostgresDatabaseCopies(async () => url, schema).snapshot();
    await sql.query("SET lock_timeout = '100ms'; DELETE FROM a_child; UPDATE change_log SET rows = 7");
    const pieces: Uint8Array[] = [];
    for (const table of snapshot.contents.tables)
      if (table.name !== 'migrations') for await (const piece of snapshot.rows(table)) pieces.push(piece);
    const lines = Buffer.concat(pieces).toString().split('\n');
    expect(lines.filter((line) => /^\d+\t/.test(line))).to.have.length(8);
    expect(lines.filter((line) => line.endsWith('\t7'))).to.deep.equal([]);
  });

  it('is undone when the database does not keep what is loaded into it', async () => {
    const [from, to] = [await bare(), await bare()];
    await from.sql.query('CREATE TABLE migrations (name text)');
    await from.sql.query("INSERT INTO migrations VALUES ('a  ')");
    await copying.backUp(from.url, copying.file('kept'), { schema });
    // A varchar cuts spaces off without a word.
    const shorter: Schema = { ...schema, bring: async (client) => void (await client.query(SHORTER)) };
    const { message } = await rejection(copying.restore(to.url, copying.file('kept'), { schema: shorter }));
    expect(message).to.equal(
      'The database does not hold the rows of migrations that were loaded: nothing is restored.',
    );
    expect(await picture(to.sql)).to.deep.equal({ triggers: [] });
    expect(await copying.restore(to.url, copying.file('kept'), { schema: shorter, verify: false })).to.have.length(1);
  });

  it('is refused where the tables are others than its own', async () => {
    const [from, to] = [await bare(), await bare()];
    await from.sql.query('CREATE TABLE migrations (name text); CREATE TABLE of_somebody_else (id int)');
    await copying.backUp(from.url, copying.file('others'), { schema });
    const { message } = await rejection(copying.restore(to.url, copying.file('others'), { schema }));
    expect(message).to.match(/do not have the same tables: only one of them has of_somebody_else \(id\)/);
    expect(await picture(to.sql)).to.deep.equal({ triggers: [] });
  });

  it('has no order for tables that refer to each other in a circle, and says so', async () => {
    const { url, sql } = await bare();
    await sql.query(
      'CREATE TABLE migrations (name text); CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a)',
    );
    await sql.query('ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES b');
    expect((await rejection(copying.backUp(url, copying.file('circle'), { schema }))).message).to.match(
      /refer to each other: a, b/,
    );
  });
});
