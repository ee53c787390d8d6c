import { exhaustedPool } from './exhausted-pool.ts';
import { fatalErrors } from './fatal-errors.ts';
import { frozenPostgres } from './frozen-postgres.ts';
import { hostileHeaders } from './hostile-headers.ts';
import { hostileJson } from './hostile-json.ts';
import { hostileText } from './hostile-text.ts';
import { killedApi } from './killed-api.ts';
import { killedPostgres } from './killed-postgres.ts';
import { lostResponses } from './lost-responses.ts';
import { mailsDelivered } from './mails-delivered.ts';
import { racedRequests } from './raced-requests.ts';
import { revokedElsewhere } from './revoked-elsewhere.ts';
import { slowClients } from './slow-clients.ts';
import type { Stage } from './stage/stage.ts';
import { startedTogether } from './started-together.ts';
import { stoppedInFlight } from './stopped-in-flight.ts';
import { stoppedWithItsDatabase } from './stopped-with-its-database.ts';
import { terminatedBackends } from './terminated-backends.ts';
import { unknownErrors } from './unknown-errors.ts';

/** One row of the table of faults, with its numbers for every test run and for the full torture. */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly small: (stage: Stage) => Promise<void>;
  readonly full: (stage: Stage) => Promise<void>;
};

function scenario<Size>(
  id: string,
  title: string,
  play: (stage: Stage, size: Size) => Promise<void>,
  small: Size,
  full: Size,
): Scenario {
  return { id, title, small: (stage) => play(stage, small), full: (stage) => play(stage, full) };
}

export const scenarios: readonly Scenario[] = [
  scenario(
    'R1',
    'loses nothing that it acknowledged when it is killed',
    killedApi,
    { kills: 4, writers: 16 },
    { kills: 20, writers: 16 },
  ),
  scenario(
    'R2 embedded',
    'brings its own PostgreSQL back when that is killed',
    killedPostgres,
    { kills: 3, writers: 16, embedded: true },
    { kills: 10, writers: 16, embedded: true },
  ),
  scenario(
    'R2 external',
    'says 503 while its database is away, and goes on when it is back',
    killedPostgres,
    { kills: 3, writers: 16, embedded: false },
    { kills: 10, writers: 16, embedded: false },
  ),
  scenario(
    'R3',
    'hides from readers that its connections are ended, and writes nothing twice',
    terminatedBackends,
    { rounds: 15, writers: 8 },
    { rounds: 50, writers: 8 },
  ),
  scenario(
    'R10',
    'gives a lost answer again, byte for byte',
    lostResponses,
    { calls: 600, clients: 8 },
    { calls: 5_000, clients: 8 },
  ),
  scenario(
    'R11',
    'does once what many ask for at the same moment with one key',
    racedRequests,
    { rounds: 15, racers: 50 },
    { rounds: 200, racers: 50 },
  ),
  scenario(
    'R14 in flight',
    'lets its requests end when it is told to stop',
    stoppedInFlight,
    { rounds: 1 },
    { rounds: 5 },
  ),
  scenario(
    'R14 embedded',
    'leaves no PostgreSQL behind, however and whenever it is told to stop',
    stoppedWithItsDatabase,
    { rounds: 1 },
    { rounds: 5 },
  ),
  scenario(
    'R15',
    'comes up when many start at once, and refuses what it must',
    startedTogether,
    { rounds: 1 },
    { rounds: 20 },
  ),
  scenario(
    'Two processes',
    'refuses at one process what was revoked at another',
    revokedElsewhere,
    { rounds: 60, arrivals: 2, losses: 4 },
    { rounds: 200, arrivals: 10, losses: 50 },
  ),
  scenario(
    'R2 frozen',
    'lets nothing wait for ever for a database that is frozen',
    frozenPostgres,
    { requests: 30 },
    { requests: 300 },
  ),
  scenario(
    'R16',
    'is not held up by clients that drip',
    slowClients,
    { sockets: 600, before: 0 },
    { sockets: 1_500, before: 300 },
  ),
  scenario(
    'R17',
    'refuses bodies that are made to hurt, at little cost',
    hostileJson,
    // 100 ms, and a tick by which it is counted; beside other tests a shared machine counts more.
    { rounds: 1, cpu: 200 },
    { rounds: 10, cpu: 110 },
  ),
  scenario('R18', 'refuses what is no text, and keeps all that is', hostileText, {}, {}),
  scenario('R19', 'lets no request be smuggled', hostileHeaders, { rounds: 1 }, { rounds: 10 }),
  scenario(
    'R20',
    'goes on with all the rest when its lists are slow',
    exhaustedPool,
    { clients: 200, seconds: 4 },
    { clients: 200, seconds: 20 },
  ),
  scenario(
    'R23',
    'loses no mail, whatever the mail server does, and sends none twice in quiet times',
    mailsDelivered,
    { people: 10, kills: 2 },
    { people: 200, kills: 20 },
  ),
  scenario(
    'R27 handlers',
    'answers whatever goes wrong by a 500 with a ticket',
    unknownErrors,
    { all: false },
    { all: true },
  ),
  scenario(
    'R27 fatal',
    'ends, and says so once, when nobody knows what is wrong',
    fatalErrors,
    { all: false },
    { all: true },
  ),
];
