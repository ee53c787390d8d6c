import { Client } from 'pg';
import { APPLICATION_ROLE, applicationPassword } from './application-role.ts';

/** The address of the database `blotter` on a cluster of ours, for its owner and for the application. */
export const clusterUrl = (port: number, password: string): string => addressOf(port, 'blotter', password);
export const applicationUrl = (port: number, ownerPassword: string): string =>
  addressOf(port, APPLICATION_ROLE, applicationPassword(ownerPassword));

const addressOf = (port: number, role: string, password: string): string =>
  `postgres://${role}:${password}@127.0.0.1:${port}/blotter`;

/**
 * One connection of its own, outside every pool, that shows our pid in pg_stat_activity.
 * Losing it later is told by its `end` event only: an `error` event without a listener would end the process.
 */
export async function connect(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: `blotter pid=${process.pid}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}
