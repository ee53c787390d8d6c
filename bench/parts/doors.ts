import { freePort } from '#test/support/free-port.ts';
import { inBrowser, newPerson, type Person, type SignedInPerson } from './people.ts';
import { type Place, randomPlaces, seed } from './seed.ts';
import { answers, type ServerOptions, type ServerProcess, startServer } from './server-process.ts';
import { newDatabase } from './throw-away-postgres.ts';

const OWNERS = 4;
const ROWS = 10_000;
const PLACES = 2_000;

/** Blotter behind an open door (see bench/open-door.ts), on a database of its own. */
export type Door = {
  readonly server: ServerProcess;
  readonly metricsPort: number;
  readonly owners: readonly SignedInPerson[];
  /** Who sign in again and again, whose former logins end by that. */
  readonly others: readonly Person[];
  readonly places: readonly Place[];
};

export type Doors = {
  /** The only process on its database, as most people have it: it keeps in its memory who is behind a credential. */
  readonly alone: Door;
  /** One of any number, which keep that in Redis, and sessions too. */
  readonly onRedis: Door;
  /** As `alone`, but it counts nobody's requests: whoever may try only ten passwords a minute makes no storm. */
  readonly unlimited: Door;
};

type Places = { readonly postgresUrl: string; readonly redisUrl: string };

/** @param optionsOn how a door is started on the database of this address. */
export async function openDoors(
  { postgresUrl, redisUrl }: Places,
  optionsOn: (url: string, more?: Record<string, string>) => ServerOptions,
): Promise<AsyncDisposable & Doors> {
  await using opening = new AsyncDisposableStack();
  const aloneUrl = await newDatabase(postgresUrl, 'door_alone');
  const alone = await openDoor(aloneUrl, optionsOn(aloneUrl), opening);
  const sharedUrl = await newDatabase(postgresUrl, 'door_on_redis');
  const onRedis = await openDoor(sharedUrl, optionsOn(sharedUrl, { REDIS_URL: redisUrl }), opening);
  const unlimitedUrl = await newDatabase(postgresUrl, 'door_unlimited');
  const unlimited = await openDoor(unlimitedUrl, optionsOn(unlimitedUrl, { RATE_LIMITS: 'off' }), opening);
  const parts = opening.move();
  return { alone, onRedis, unlimited, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function openDoor(url: string, options: ServerOptions, opening: AsyncDisposableStack): Promise<Door> {
  const metricsPort = await freePort();
  const env = { ...options.env, METRICS_PORT: String(metricsPort) };
  const server = opening.use(await startServer({ ...options, env }));
  await answers(server.port, '/readyz');
  const owners: SignedInPerson[] = [];
  for (let number = 1; number <= OWNERS; number += 1)
    owners.push(await inBrowser(server.port, await newPerson(server.port, `owner-${number}`)));
  const others: Person[] = [];
  for (let number = 1; number <= OWNERS; number += 1) others.push(await newPerson(server.port, `other-${number}`));
  await seed(url, 'operations', ROWS, owners);
  return { server, metricsPort, owners, others, places: await randomPlaces(url, owners, PLACES) };
}
