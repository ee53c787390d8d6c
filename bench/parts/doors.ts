import { PostgresProcessCensus } from '#adapters/outbound/postgres/postgres-process-census.ts';
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
  readonly owners: readonly SignedInPerson[];
  /** Who sign in again and again, whose former logins end by that. */
  readonly others: readonly Person[];
  readonly places: readonly Place[];
};

export type Doors = {
  /** The only process on its database, as most people have it: it may remember who is behind a credential. */
  readonly alone: Door;
  /** One of two, which asks the database each time. */
  readonly inCompany: Door;
};

/** @param optionsOn how a door is started on the database of this address. */
export async function openDoors(
  postgresUrl: string,
  optionsOn: (url: string) => ServerOptions,
): Promise<AsyncDisposable & Doors> {
  await using opening = new AsyncDisposableStack();
  const aloneUrl = await newDatabase(postgresUrl, 'door_alone');
  const alone = await openDoor(aloneUrl, optionsOn(aloneUrl), opening);
  const companyUrl = await newDatabase(postgresUrl, 'door_in_company');
  opening.use(await company(companyUrl));
  const inCompany = await openDoor(companyUrl, optionsOn(companyUrl), opening);
  const parts = opening.move();
  return { alone, inCompany, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

async function openDoor(url: string, options: ServerOptions, opening: AsyncDisposableStack): Promise<Door> {
  const server = opening.use(await startServer(options));
  await answers(server.port, '/readyz');
  const owners: SignedInPerson[] = [];
  for (let number = 1; number <= OWNERS; number += 1)
    owners.push(await inBrowser(server.port, await newPerson(server.port, `owner-${number}`)));
  const others: Person[] = [];
  for (let number = 1; number <= OWNERS; number += 1) others.push(await newPerson(server.port, `other-${number}`));
  await seed(url, 'operations', ROWS, owners);
  return { server, owners, others, places: await randomPlaces(url, owners, PLACES) };
}

/** The bench itself is counted as a process on the database: a second Blotter would take time from the one that is measured. */
async function company(url: string): Promise<AsyncDisposable> {
  const census = new PostgresProcessCensus(
    url,
    () => {},
    (error) => process.stderr.write(`The company of the door was lost: ${error.message}\n`),
  );
  await census.join();
  return { [Symbol.asyncDispose]: () => census.leave() };
}
