import { expect } from 'chai';
import { loadMigration, migrationNames, ownMigrations } from '#infrastructure/migration-files.ts';
import { ownerComplaints } from './migrations/owner-first.ts';

describe('Every table that grows', () => {
  it('has user_id first in its primary key and its indexes, in all migrations together', async () => {
    const sql: string[] = [];
    for (const name of await migrationNames(ownMigrations)) {
      const { up } = await loadMigration(ownMigrations, name);
      await up({
        query(text) {
          sql.push(text);
          return Promise.resolve({ rows: [], rowCount: 0 });
        },
      });
    }
    expect(sql).not.to.have.length(0);
    expect(ownerComplaints(sql.join(';\n'))).to.deep.equal([]);
  });
});

describe('The lint over the migrations', () => {
  const good = `
    CREATE TABLE lots (
      user_id uuid NOT NULL REFERENCES users (id), -- the owner, not PRIMARY KEY
      id uuid NOT NULL,
      quantity numeric(38,18) NOT NULL CHECK (quantity >= 0 AND note <> 'UNIQUE'),
      note text /* UNIQUE */,
      CONSTRAINT lots_pk PRIMARY KEY (user_id, id),
      UNIQUE NULLS NOT DISTINCT (user_id, note)
    );
    CREATE UNIQUE INDEX lots_by_note ON lots (user_id, lower(note), id) WHERE note IS NOT NULL;
    CREATE INDEX ON lots USING btree (user_id, quantity);
    ALTER TABLE lots ADD COLUMN price numeric(38,18), ADD CONSTRAINT other UNIQUE (user_id, price);
    DROP TABLE old_lots`;

  it('is content with keys that begin with the owner', () => {
    expect(ownerComplaints(good)).to.deep.equal([]);
  });

  it('lets the tables be that are found before their owner is known', () => {
    expect(ownerComplaints('CREATE TABLE sessions (id_hash bytea PRIMARY KEY)')).to.deep.equal([]);
  });

  const primaryKey = 'PRIMARY KEY (user_id, id)';
  const faults: Record<string, [string, string]> = {
    'an index without the owner': [
      'CREATE INDEX lots_by_price ON lots (price, user_id)',
      'lots: index begins with price, not with user_id.',
    ],
    'a unique index without a name': [
      'CREATE UNIQUE INDEX CONCURRENTLY ON ONLY "lots" USING btree ("price")',
      'lots: index begins with price, not with user_id.',
    ],
    'an index on an expression': [
      'CREATE INDEX lots_by_name ON lots (lower(name))',
      'lots: index begins with lower, not with user_id.',
    ],
    'a primary key in its column': [
      'CREATE TABLE lots (id uuid PRIMARY KEY)',
      'lots: primary key begins with id, not with user_id.',
    ],
    'a primary key in another order': [
      'CREATE TABLE IF NOT EXISTS lots (id uuid, user_id uuid, PRIMARY KEY (id, user_id))',
      'lots: primary key begins with id, not with user_id.',
    ],
    'a unique column': [
      `CREATE TABLE lots (user_id uuid, id uuid, name text NOT NULL UNIQUE, ${primaryKey})`,
      'lots: unique constraint begins with name, not with user_id.',
    ],
    'a named unique constraint': [
      `CREATE TABLE lots (user_id uuid, id uuid, ${primaryKey}, CONSTRAINT x UNIQUE (id))`,
      'lots: unique constraint begins with id, not with user_id.',
    ],
    'a constraint that comes later': [
      'ALTER TABLE lots ADD CONSTRAINT x UNIQUE (name)',
      'lots: unique constraint begins with name, not with user_id.',
    ],
    'a unique column that comes later': [
      'ALTER TABLE lots ADD COLUMN name text UNIQUE',
      'lots: unique constraint begins with name, not with user_id.',
    ],
    'no primary key': ['CREATE TABLE lots (user_id uuid)', 'lots: no primary key.'],
  };
  for (const [fault, [sql, complaint]] of Object.entries(faults)) {
    it(`complains of ${fault}`, () => {
      expect(ownerComplaints(sql)).to.deep.equal([complaint]);
    });
  }

  it('refuses what it cannot read, rather than passing it', () => {
    expect(() => ownerComplaints('CREATE TABLE lots AS SELECT 1')).to.throw(/cannot read: CREATE TABLE lots/);
    expect(() => ownerComplaints('CREATE TABLE lots PARTITION OF all_lots DEFAULT')).to.throw(/cannot read/);
  });
});
