import type { Client } from 'pg';
import { tablesOf } from './catalogue.ts';

/** What nobody but people fills. The rest of an empty Blotter, such as its own jobs, is in every backup too. */
const OF_PEOPLE = ['users', 'audit_log'];

/** Inside a transaction, in which nobody else fills it afterwards. @throws {Error} in one sentence. */
export async function assertEmpty(client: Client): Promise<void> {
  const names = (await tablesOf(client)).map(({ name }) => name);
  if (names.length > 0 && !names.includes('migrations'))
    throw new Error(
      'This database holds tables that are not of Blotter: a backup is restored into an empty database only.',
    );
  for (const name of OF_PEOPLE.filter((table) => names.includes(table))) {
    await client.query(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
    const { rowCount } = await client.query(`SELECT FROM ${name} LIMIT 1`);
    if (rowCount !== 0)
      throw new Error(
        `This database is in use, ${name} has rows: a backup is restored into an empty database only. Nothing has changed.`,
      );
  }
}
