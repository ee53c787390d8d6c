import type { ClientConfig } from 'pg';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { TableShape } from '#application/ports/database-copies.ts';
import { connectionSettings, ListenedClient } from '../connect.ts';
import { copiedOut } from '../copied-out.ts';

const { escapeIdentifier } = pg;

/** A table as text is the same on every server with these. Sequential scans begin at the beginning, so rows come in the order in which they lie. */
const TEXT_SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  synchronize_seqscans: 'off',
  // Rows that are kept from this role must be an error, not a hole.
  row_security: 'off',
};

/** For another one's lock. */
export const LOCK_SECONDS = 60;

/** It takes as long as it takes, but does not wait behind others for ever. */
const TIME_SETTINGS = {
  statement_timeout: '0',
  transaction_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  lock_timeout: `${LOCK_SECONDS}s`,
};

/** A connection for one copy. */
export async function openCopyClient(url: string): Promise<ListenedClient> {
  const { keepAlive, connectionString } = connectionSettings(url);
  const options = Object.entries({ ...TEXT_SETTINGS, ...TIME_SETTINGS }).map(([name, value]) => `-c ${name}=${value}`);
  const client = new ListenedClient({
    connectionString,
    keepAlive,
    application_name: 'blotter copy',
    connectionTimeoutMillis: 10_000,
    options: options.join(' '),
  } as ClientConfig);
  await client.connect();
  return client;
}

export async function* copyOut(client: ListenedClient, table: TableShape): AsyncGenerator<Uint8Array> {
  yield* copiedOut(client, `COPY ${namesOf(table)} TO STDOUT`) as AsyncIterable<Uint8Array>;
}

/** A writable stream that has finished when the rows are in the table. */
export const copyIn = (client: ListenedClient, table: TableShape): copyStreams.CopyStreamQuery =>
  client.query(copyStreams.from(`COPY ${namesOf(table)} FROM STDIN`));

const namesOf = ({ name, columns }: TableShape): string =>
  `${escapeIdentifier(name)} (${columns.map((column) => escapeIdentifier(column)).join(', ')})`;
