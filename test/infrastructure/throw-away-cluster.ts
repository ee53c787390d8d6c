import { join } from 'node:path';
import { secretFromDataFolder } from '#infrastructure/data-folder.ts';
import { connect } from '#infrastructure/embedded-postgres/connect.ts';
import { startCluster } from '#infrastructure/embedded-postgres/start-cluster.ts';
import { stopCluster } from '#infrastructure/embedded-postgres/stop-cluster.ts';
import { folderWithCluster, silent } from './temp-folder.ts';

export type ThrowAwayCluster = {
  /** The URL of a new, empty database. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
};

/** A running PostgreSQL that forgets what it had when the machine stops, and is fast for it. */
export async function throwAwayCluster(): Promise<ThrowAwayCluster> {
  const folder = await folderWithCluster();
  const directory = join(folder, 'postgres');
  const { url, client } = await startCluster({
    directory,
    password: await secretFromDataFolder(folder, 'postgres-password'),
    logFile: join(folder, 'postgres.log'),
    log: silent,
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
  });
  await client.end();
  let databases = 0;
  return {
    async newDatabase() {
      databases += 1;
      const name = `database_${databases}`;
      const maker = await connect(url);
      await maker.query(`CREATE DATABASE ${name}`);
      await maker.end();
      return Object.assign(new URL(url), { pathname: name }).href;
    },
    stop: () => stopCluster(directory),
  };
}
