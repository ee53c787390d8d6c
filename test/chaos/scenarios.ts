import { backedUpUnderLoad } from './backed-up-under-load.ts';
import { cutRedisLink } from './cut-redis-link.ts';
import { exhaustedPool } from './exhausted-pool.ts';
import { fatalErrors } from './fatal-errors.ts';
import { frozenPostgres } from './frozen-postgres.ts';
import { frozenRedis } from './frozen-redis.ts';
import { fullDisk } from './full-disk.ts';
import { fullRedis } from './full-redis.ts';
import { hostileHeaders } from './hostile-headers.ts';
import { hostileJson } from './hostile-json.ts';
import { hostileText } from './hostile-text.ts';
import { killedApi } from './killed-api.ts';
import { killedBesideAnother } from './killed-beside-another.ts';
import { killedCopies } from './killed-copies.ts';
import { killedMidImport } from './killed-mid-import.ts';
import { killedPostgres } from './killed-postgres.ts';
import { killedRedis } from './killed-redis.ts';
import { killedWorkers } from './killed-workers.ts';
import { lostResponses } from './lost-responses.ts';
import { mailsDelivered } from './mails-delivered.ts';
import { pausedWorker } from './paused-worker.ts';
import { poisonJobs } from './poison-jobs.ts';
import { racedRequests } from './raced-requests.ts';
import { replayedBatches } from './replayed-batches.ts';
import { reportsMailedOnce } from './reports-mailed-once.ts';
import { restoredRedis } from './restored-redis.ts';
import { revokedElsewhere } from './revoked-elsewhere.ts';
import { skewedWorkers } from './skewed-workers.ts';
import { slowClients } from './slow-clients.ts';
import type { Stage } from './stage/stage.ts';
import { standingIn } from './standing-in.ts';
import { startedFirst } from './started-first.ts';
import { startedTogether } from './started-together.ts';
import { stoppedInFlight } from './stopped-in-flight.ts';
import { stoppedWithItsDatabase } from './stopped-with-its-database.ts';
import { stoppedWorkers } from './stopped-workers.ts';
import { storesAway } from './stores-away.ts';
import { terminatedBackends } from './terminated-backends.ts';
import { unknownErrors } from './unknown-errors.ts';

/** One row of the table of faults, with its numbers for every test run and for the full torture. */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly small: (stage: Stage) => Promise<void>;
  readonly full: (stage: Stage) => Promise<void>;
  /** It does what only root may do, such as to mount a disk. */
  readonly isForRoot?: true;
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

const forRoot = (one: Scenario): Scenario => ({ ...one, isForRoot: true });

/** Of those who answer requests. They measure how long answers and starts take, and run alone. */
export const ofServing: readonly Scenario[] = [
  scenario(
    'R1',
    'loses nothing that it acknowledged when it is killed',
    killedApi,
    { kills: 4, writers: 16 },
    { kills: 20, writers: 16 },
  ),
  scenario(
    'R1 beside another',
    'shows at one process what was written at another that is killed before it can tell',
    killedBesideAnother,
    { kills: 2, freezes: 12, writers: 8 },
    { kills: 20, freezes: 400, writers: 16 },
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
    'R4',
    'does without its Redis while that is killed, and shows nobody what is so no longer',
    killedRedis,
    { outages: 1, seconds: 1.5, people: 2, pause: 25, slack: 1_000 },
    { outages: 5, seconds: 10, people: 8, pause: 250, slack: 200 },
  ),
  scenario(
    'R5',
    'does without its Redis while that is frozen, and waits for it only a moment',
    frozenRedis,
    { outages: 1, seconds: 1.5, people: 2, pause: 25, slack: 1_000 },
    { outages: 5, seconds: 10, people: 8, pause: 250, slack: 200 },
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
  scenario(
    'R20',
    'goes on with all the rest when its lists are slow',
    exhaustedPool,
    { clients: 200, seconds: 4 },
    { clients: 200, seconds: 20 },
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
];

/** Of the same, where what is measured is nothing, or seconds: what is answered in the end, stops and time-outs. They run beside other tests. */
export const ofEnduring: readonly Scenario[] = [
  scenario(
    'R10',
    'gives a lost answer again, byte for byte',
    lostResponses,
    { calls: 600, clients: 8 },
    { calls: 5_000, clients: 8 },
  ),
  scenario(
    'C-23',
    'keeps rows with ids of a broker once, however often and by how many they are sent',
    replayedBatches,
    { rows: 2_000, batch: 200, times: 5, clients: 4 },
    { rows: 10_000, batch: 1_000, times: 5, clients: 4 },
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
    'R2 frozen',
    'lets nothing wait for ever for a database that is frozen',
    frozenPostgres,
    { requests: 30 },
    { requests: 300 },
  ),
  forRoot(
    scenario(
      'R22 data',
      'refuses what finds no room on the disk of its data, reads on, and writes again when there is room',
      fullDisk,
      { part: 'data' as const, writers: 3, rows: 8_000, isLong: false },
      { part: 'data' as const, writers: 16, rows: 40_000, isLong: true },
    ),
  ),
  forRoot(
    scenario(
      'R22 log',
      'goes on when its database does, for whose log there was no room',
      fullDisk,
      { part: 'log' as const, writers: 3, rows: 8_000, isLong: false },
      { part: 'log' as const, writers: 16, rows: 40_000, isLong: false },
    ),
  ),
  forRoot(
    scenario(
      'R22 embedded',
      'brings its own PostgreSQL back when there is room on its disk',
      fullDisk,
      { part: 'all' as const, writers: 3, rows: 8_000, isLong: false },
      { part: 'all' as const, writers: 16, rows: 40_000, isLong: false },
    ),
  ),
  scenario('R18', 'refuses what is no text, and keeps all that is', hostileText, {}, {}),
  scenario('R19', 'lets no request be smuggled', hostileHeaders, { rounds: 1 }, { rounds: 10 }),
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

/** Of two of them that share what they keep. They claim what is shown, and when in seconds, and run beside other tests too. */
export const ofSharing: readonly Scenario[] = [
  scenario(
    'R4 restored',
    'does without the old content that its Redis comes back with',
    restoredRedis,
    { restores: 4, people: 2, pause: 25 },
    { restores: 40, people: 6, pause: 150 },
  ),
  scenario(
    'R4 cut',
    'shows at one process what was written at another, whichever of them cannot reach its Redis',
    cutRedisLink,
    { cuts: 5, people: 2, pause: 25 },
    { cuts: 80, people: 6, pause: 150 },
  ),
  scenario(
    'R6',
    'does without a Redis that is full, read-only or forgets, and nobody sees anything of that',
    fullRedis,
    { rounds: 1, seconds: 0.8, people: 2, pause: 25 },
    { rounds: 2, seconds: 8, people: 8, pause: 250 },
  ),
  scenario(
    'Two processes',
    'refuses at one process what was revoked at another',
    revokedElsewhere,
    { rounds: 30, arrivals: 2, losses: 4 },
    { rounds: 200, arrivals: 10, losses: 50 },
  ),
];

/** Of background work. They wait more than they work, and nothing that they measure is small: they run beside other tests. */
export const ofWorking: readonly Scenario[] = [
  scenario(
    'R7',
    'books all of a file or nothing when workers are killed meanwhile, and takes it back so too',
    killedMidImport,
    { rows: 3_000, kills: 1, more: 0 },
    { rows: 200_000, kills: 20, more: 2 },
  ),
  scenario('R8', 'believes no worker that was paused until another one had its job', pausedWorker, {}, {}),
  scenario(
    'C-1',
    'loses no job when workers are killed',
    killedWorkers,
    { backend: 'PostgreSQL' as const, jobs: 120, workers: 3, kills: 5 },
    { backend: 'PostgreSQL' as const, jobs: 600, workers: 3, kills: 40 },
  ),
  scenario(
    'C-1 MongoDB',
    'loses no job when workers are killed that share by MongoDB',
    killedWorkers,
    { backend: 'MongoDB' as const, jobs: 60, workers: 2, kills: 2 },
    { backend: 'MongoDB' as const, jobs: 600, workers: 3, kills: 40 },
  ),
  scenario(
    'C-3',
    'gives up a job that kills its workers, and no other',
    poisonJobs,
    { backlog: 50 },
    { backlog: 1_000 },
  ),
  scenario(
    'C-15',
    'leaves no lock behind when its workers stop',
    stoppedWorkers,
    { backend: 'PostgreSQL' as const, jobs: 20, stops: 2 },
    { backend: 'PostgreSQL' as const, jobs: 100, stops: 10 },
  ),
  scenario(
    'C-16',
    'goes on with its jobs when what they are kept in is back',
    storesAway,
    { backend: 'MongoDB' as const, jobs: 30, rounds: 1, seconds: 1 },
    { backend: 'MongoDB' as const, jobs: 200, rounds: 3, seconds: 8 },
  ),
  scenario('C-17', 'waits for what it needs when it starts first', startedFirst, { seconds: 0.5 }, { seconds: 10 }),
  scenario(
    'stand-in',
    'works on jobs by itself while no worker does, and on no queue that was not asked for',
    standingIn,
    { jobs: 10 },
    { jobs: 200 },
  ),
  scenario(
    'R21',
    'begins no job early, late or twice where clocks are minutes apart',
    skewedWorkers,
    { jobs: 20, delayed: 10, seconds: 2 },
    { jobs: 200, delayed: 15, seconds: 10 },
  ),
  scenario(
    'R23 reports',
    'mails each report by one id, however often its worker is killed around the mail',
    reportsMailedOnce,
    { kills: 3 },
    { kills: 20 },
  ),
  scenario(
    'R23',
    'loses no mail, whatever the mail server does, and sends none twice in quiet times',
    mailsDelivered,
    { people: 10, kills: 2 },
    { people: 200, kills: 20 },
  ),
];

/** Of backups. They measure memory and no time, and run beside other tests too. */
export const ofCopying: readonly Scenario[] = [
  scenario(
    'R25',
    'is backed up while it is written to, and comes back as it was at that instant',
    backedUpUnderLoad,
    { backups: 1, writers: 8, before: 40 },
    { backups: 5, writers: 8, before: 500 },
  ),
  scenario(
    'R25 killed',
    'leaves no half of a copy when that is killed, and copies many rows in little memory',
    killedCopies,
    { rows: 200_000, kills: 1 },
    { rows: 2_000_000, kills: 20 },
  ),
];

export const scenarios: readonly Scenario[] = [...ofServing, ...ofEnduring, ...ofSharing, ...ofWorking, ...ofCopying];
