import type { Contestant, Score, Terms } from '../load/contest.ts';
import { contest, contestant } from '../load/contest.ts';
import type { Door } from '../parts/doors.ts';
import { type House, SMALL_TABLE } from '../parts/house.ts';
import { randomPlaces, swapTables } from '../parts/seed.ts';
import { type Kept, prepareKept } from './kept.ts';
import { loginStorm, type Storm } from './login-storm.ts';
import { ofBlotter, ofDoor, ofPeer } from './requests.ts';
import { type Stampede, stampede } from './stampede.ts';
import { coldStart, prepareStarts, type Start, warmStart } from './start-and-memory.ts';

/** What one round measured: scores by row and contestant. */
export type Round = {
  readonly page: Scores<'blotter' | 'memory' | 'pg' | 'sequelize'>;
  readonly one: Scores<'blotter' | 'memory' | 'pg' | 'sequelize'>;
  readonly record: Scores<'blotter' | 'pg'>;
  readonly firstPage: Scores<'large' | 'small'>;
  readonly anyPage: Scores<'large' | 'small'>;
  /** GET one by those who are found out in each of the ways, by a process alone on its database and by one of two. */
  readonly alone: Scores<Way>;
  readonly onRedis: Scores<Way>;
  readonly kept: Kept;
  readonly stampede: Stampede;
  readonly storm: Storm;
  readonly coldStart: number;
  /** A start is short, so what else the machine does shows most in it: a round has several. */
  readonly warmStarts: readonly { readonly start: Start; readonly megabytes: number }[];
};
type Way = 'believed' | 'bearer' | 'cookie';
type Scores<Name extends string> = Readonly<Record<Name, Score>>;

export type Pace = {
  readonly turnSeconds: number;
  readonly leadInSeconds: number;
};

const PLACES = 5_000;
/** Enough to keep two cores busy; where growth is measured, few enough to leave them idle now and then. */
const [MANY, FEW] = [32, 3];

/** Prepares the requests of every row; the function plays one round of them. */
export async function prepareRounds(house: House, pace: Pace, signal: AbortSignal): Promise<() => Promise<Round>> {
  const { blotter, peers, owners, writer, postgres } = house;
  const terms = (connections: number): Terms => ({
    connections,
    seconds: pace.turnSeconds,
    leadInSeconds: pace.leadInSeconds,
    databasePid: postgres.pid,
    signal,
  });
  const places = await randomPlaces(postgres.url, owners, PLACES);
  const swap = () => swapTables(postgres.url, SMALL_TABLE, 'operations_large');
  const swapBack = () => swapTables(postgres.url, 'operations_large', SMALL_TABLE);
  await swap();
  const smallPlaces = await randomPlaces(postgres.url, owners, PLACES);
  await swapBack();
  const starting = await prepareStarts(postgres.url, house.folder);

  const page = [
    contestant('blotter', blotter, ofBlotter.firstPage(owners)),
    contestant('pg', peers.pg, ofPeer.firstPage(owners)),
    contestant('sequelize', peers.sequelize, ofPeer.firstPage(owners)),
    contestant('memory', peers.memory, ofPeer.firstPage(owners)),
  ];
  const one = [
    contestant('blotter', blotter, ofBlotter.one(owners, places)),
    contestant('pg', peers.pg, ofPeer.one(owners, places)),
    contestant('sequelize', peers.sequelize, ofPeer.one(owners, places)),
    contestant('memory', peers.memory, ofPeer.one(owners, places)),
  ];
  const record = [
    contestant('blotter', blotter, ofBlotter.record(writer)),
    contestant('pg', peers.pg, ofPeer.record(writer)),
  ];
  const firstPage = [
    contestant('large', blotter, ofBlotter.firstPage(owners)),
    contestant('small', blotter, ofBlotter.firstPage(owners)),
  ];
  const anyPage = [
    contestant('large', blotter, ofBlotter.anyPage(owners, places)),
    contestant('small', blotter, ofBlotter.anyPage(owners, smallPlaces)),
  ];

  const doors = { alone: waysIn(house.doors.alone), onRedis: waysIn(house.doors.onRedis) };
  // Six contestants more are worth no minutes more: the shorter their turns, the less the machine changes between them.
  const shortTerms = { ...terms(MANY), seconds: pace.turnSeconds / 4, leadInSeconds: pace.leadInSeconds / 2 };
  const kept = await prepareKept(house.doors, peers.memory, shortTerms);
  const stormPace = { ...terms(FEW), seconds: pace.turnSeconds / 2 };

  let isSmall = false;
  const onItsTable = async ({ name }: { name: string }): Promise<void> => {
    if ((name === 'small') === isSmall) return;
    await (isSmall ? swapBack() : swap());
    isSmall = !isSmall;
  };
  const growth = async (contestants: readonly Contestant[]) => {
    const scores = await contest(contestants, { ...terms(FEW), prepare: onItsTable });
    await onItsTable({ name: 'large' });
    return scores as Scores<'large' | 'small'>;
  };

  return async () => ({
    page: (await contest(page, terms(MANY))) as Round['page'],
    one: (await contest(one, terms(MANY))) as Round['one'],
    record: (await contest(record, terms(MANY))) as Round['record'],
    firstPage: await growth(firstPage),
    anyPage: await growth(anyPage),
    alone: (await contest(doors.alone, shortTerms)) as Round['alone'],
    onRedis: (await contest(doors.onRedis, shortTerms)) as Round['onRedis'],
    kept: await kept(),
    stampede: await stampede(house.doors),
    storm: await loginStorm(house.doors.unlimited, stormPace),
    coldStart: await coldStart(starting),
    warmStarts: [await warmStart(starting), await warmStart(starting), await warmStart(starting)],
  });
}

const waysIn = ({ server, owners, places }: Door): Contestant[] => [
  contestant('believed', server, ofDoor.believed(owners, places)),
  contestant('bearer', server, ofDoor.bearer(owners, places)),
  contestant('cookie', server, ofDoor.cookie(owners, places)),
];
