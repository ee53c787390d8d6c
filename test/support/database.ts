import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { serviceUrl } from './services/service-url.ts';

export interface TestDatabase {
  readonly url: string;
  /** Deletes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** Migrated once in a run; nobody connects to it afterwards, or it could not be copied. */
export const templateDatabase = 'blotter_template';

/** An autovacuum worker is connected: force may not end it, but a drop without force waits until it has gone. */
const NOT_OURS = '42501';

/** A migrated, empty database for one test file: a copy of the template, so it costs a file copy and no migration. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = serviceUrl('TEST_DATABASE_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  const url = new URL(server);
  url.pathname = name;
  return {
    url: url.href,
    async drop() {
      try {
        await run(server, `DROP DATABASE ${name} WITH (FORCE)`);
      } catch (error) {
        if ((error as { code?: string }).code !== NOT_OURS) throw error;
        await run(server, `DROP DATABASE ${name}`);
      }
    },
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
