import { percentile } from '../load/figures.ts';
import { fire, type Hits, type Target } from '../load/fire.ts';
import type { Door } from '../parts/doors.ts';
import { alive, logins, ofBlotter } from './requests.ts';

/** What somebody gets who signs in to nothing, while nobody does and while many do. */
export type Storm = {
  readonly calm: Weather;
  readonly storm: Weather & {
    /** Answers to those who sign in. */
    readonly loginsPerSecond: number;
  };
};

export type Weather = {
  /** Of GET one, by bearer. */
  readonly perSecond: number;
  /** Of /livez, in milliseconds. */
  readonly liveP99: number;
};

export type StormPace = {
  /** Of each of the four turns. */
  readonly seconds: number;
  readonly leadInSeconds: number;
  /** Of those who read. */
  readonly connections: number;
  readonly signal: AbortSignal;
};

const WHO_SIGN_IN = 50;
const LIVE_EVERY_MILLISECONDS = 5;

/** One round: without the storm, twice with it, and without it again. */
export async function loginStorm({ server, owners, others, places }: Door, pace: StormPace): Promise<Storm> {
  const at = (requests: Omit<Target, 'port'>): Target => ({ ...requests, port: server.port });
  const targets = { read: at(ofBlotter.one(owners, places)), live: at(alive), login: at(logins(others)) };
  const { seconds, leadInSeconds, connections, signal } = pace;
  const turn = async (many: boolean): Promise<Turn> => {
    signal.throwIfAborted();
    const [read, live, login] = await Promise.all([
      fire(targets.read, { seconds, leadInSeconds, connections }),
      fire(targets.live, { seconds, leadInSeconds, connections: 1, everyMilliseconds: LIVE_EVERY_MILLISECONDS }),
      // Counted from its begin, as an answer may take longer than the turn.
      many
        ? fire(targets.login, { seconds: leadInSeconds + seconds, leadInSeconds: 0, connections: WHO_SIGN_IN })
        : null,
    ]);
    return { read, live, login };
  };
  const [before, first, second, after] = [await turn(false), await turn(true), await turn(true), await turn(false)];
  return {
    calm: weather(before, after),
    storm: { ...weather(first, second), loginsPerSecond: meanRate(first.login!, second.login!) },
  };
}

type Turn = { readonly read: Hits; readonly live: Hits; readonly login: Hits | null };

const weather = (one: Turn, other: Turn): Weather => ({
  perSecond: meanRate(one.read, other.read),
  liveP99: percentile([...one.live.milliseconds, ...other.live.milliseconds], 0.99),
});

const meanRate = (one: Hits, other: Hits): number => (one.perSecond + other.perSecond) / 2;
