import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SHORT_LIST } from '../rows/kept.ts';
import { type Door, type Doors, openDoors } from './doors.ts';
import { newPerson, type Person } from './people.ts';
import { makeTwinTable, seed } from './seed.ts';
import { answers, repository, type ServerOptions, type ServerProcess, startServer } from './server-process.ts';
import { type Postgres, startPostgres, throwAwayFolder } from './throw-away-postgres.ts';
import { startRedis } from './throw-away-redis.ts';

export const SMALL_TABLE = 'operations_small';
const OWNERS = 20;

export type People = {
  /** Whose operations are read. */
  readonly owners: readonly Person[];
  /** Whose ledger is written to, so that what is read stays the same. */
  readonly writer: Person;
};

export type Peers = { readonly memory: ServerProcess; readonly pg: ServerProcess; readonly sequelize: ServerProcess };

/** What the rows are measured on: Blotter and its peers, each a process of its own, on one PostgreSQL with the same rows. */
export type House = AsyncDisposable &
  People & {
    readonly folder: string;
    readonly postgres: Postgres;
    readonly blotter: ServerProcess;
    readonly peers: Peers;
    readonly doors: Doors;
  };

export type HouseOptions = {
  readonly rows: number;
  readonly smallRows: number;
  /** Of the Blotter processes that are measured. */
  readonly nodeOptions: readonly string[];
  say(what: string): void;
};

export async function openHouse(options: HouseOptions): Promise<House> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await throwAwayFolder()).path;
  const people = await settle(folder, options);
  // A new start of PostgreSQL: what the seeding left to be written is written.
  const postgres = opening.use(await startPostgres(folder));
  options.say('starting Blotter and its peers');
  const blotter = opening.use(
    await startServer({ ...blotterOn(postgres.url, folder), nodeOptions: options.nodeOptions }),
  );
  await answers(blotter.port, '/readyz');
  await writeAnswers(folder, blotter, people.owners[0]!);
  const { nodeOptions } = options;
  const redis = opening.use(await startRedis(folder));
  const doors = opening.use(
    await openDoors({ postgresUrl: postgres.url, redisUrl: redis.url }, (url, more) => ({
      ...doorOn(url, folder, more),
      nodeOptions,
    })),
  );
  await writeShortList(folder, doors.alone);
  const peer = async (name: string): Promise<ServerProcess> => {
    const env = { DATABASE_URL: postgres.url, ANSWERS: folder };
    const server = opening.use(
      await startServer({ command: `node bench/${name}.ts`, env, logFile: join(folder, 'peers.log') }),
    );
    await answers(server.port, '/', 404);
    return server;
  };
  const peers = {
    memory: await peer('peer-memory'),
    pg: await peer('peer-pg'),
    sequelize: await peer('peer-sequelize'),
  };
  const parts = opening.move();
  return { ...people, folder, postgres, blotter, peers, doors, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** What `npm start` runs, as in production: durable database, sessions and all, a line in the log for each request. */
export const blotterOn = (url: string, folder: string): ServerOptions => ({
  command: scripts.start,
  env: {
    DATABASE_URL: url,
    SESSION_SECRET,
    LOG_LEVEL: 'info',
    // Mails are files here.
    DATA_DIR: folder,
    // Where Node keeps the compile cache of this bench.
    TMPDIR: folder,
  },
  logFile: join(folder, 'blotter.log'),
});

/** The same behind an open door. */
const doorOn = (url: string, folder: string, more: Record<string, string> = {}): ServerOptions => {
  const { command, env, logFile } = blotterOn(url, folder);
  return {
    command: command.replace('src/infrastructure/main.ts', 'bench/open-door.ts'),
    env: { ...env, ...more },
    logFile,
  };
};

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};

export const SESSION_SECRET = 'a-secret-for-benches-of-more-than-32-characters';

/** Registers everybody through the API, which migrates the database too, and fills the tables. */
async function settle(folder: string, { rows, smallRows, say }: HouseOptions): Promise<People> {
  say('starting PostgreSQL');
  await using postgres = await startPostgres(folder);
  await using blotter = await startServer(blotterOn(postgres.url, folder));
  await answers(blotter.port, '/readyz');
  const owners: Person[] = [];
  for (let number = 1; number <= OWNERS; number += 1) owners.push(await newPerson(blotter.port, `owner-${number}`));
  const writer = await newPerson(blotter.port, 'writer');
  say(`seeding ${smallRows} and ${rows} rows`);
  await seed(postgres.url, 'operations', rows, owners);
  await makeTwinTable(postgres.url, SMALL_TABLE);
  await seed(postgres.url, SMALL_TABLE, smallRows, owners);
  return { owners, writer };
}

/** What that peer answers beside a Blotter that keeps its list. */
async function writeShortList(folder: string, { server, owners }: Door): Promise<void> {
  const headers = { Authorization: `Bearer ${owners[0]!.token}` };
  const response = await fetch(`http://127.0.0.1:${server.port}${SHORT_LIST}`, { headers });
  await writeFile(join(folder, 'list.json'), await response.text());
}

/** What the peer without a database answers: Blotter's own bodies. */
async function writeAnswers(folder: string, blotter: ServerProcess, { token }: Person): Promise<void> {
  const get = async (path: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${blotter.port}/api/v1/operations${path}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    return response.text();
  };
  const page = await get('?limit=20');
  const [{ id }] = JSON.parse(page) as [{ id: string }];
  await writeFile(join(folder, 'page.json'), page);
  await writeFile(join(folder, 'one.json'), await get(`/${id}`));
}
