import { expect } from 'chai';
import { CronParserTimetable } from '#adapters/outbound/cron/cron-parser-timetable.ts';
import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { MemoryMailer } from '#adapters/outbound/memory/memory-mailer.ts';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import { stranger } from '#application/identity/doers.ts';
import type { Role } from '#domain/identity/role.ts';
import type { User } from '#domain/identity/user.ts';
import { CLIENT, PASSWORD } from '#test/application/blotter.ts';
import { ClockedRateLimiter } from '#test/application/doubles/clocked-rate-limiter.ts';
import { FixedClock } from '#test/application/doubles/fixed-clock.ts';
import { cachedPorts } from '#test/application/doubles/memory-ports.ts';
import { QuickPasswordHasher } from '#test/application/doubles/quick-password-hasher.ts';
import { useCasesOver } from '#test/application/use-cases.ts';
import { COMMON } from '#test/domain/builders.ts';
import { PostgresTraffic } from './postgres-traffic.ts';
import { ids } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { Wire } from './wire.ts';

export type Work = () => Promise<unknown>;
/** Makes what is needed, and gives the work that is counted. */
export type Prepare = () => Promise<Work>;
/** Round trips and statements. Each costs a network's latency, and keeps a connection busy: to change one of these numbers is a decision. */
export type Costs = Readonly<Record<string, readonly [roundTrips: number, statements: number]>>;

/** Every use case on a PostgreSQL whose traffic is counted. */
export class MeasuredBlotter {
  readonly traffic = new PostgresTraffic();
  readonly mailer = new MemoryMailer();
  store!: PostgresStore;
  use!: ReturnType<typeof useCasesOver>;
  #wire!: Wire;
  readonly #cache = new MemoryCache();

  /** Made by the hooks of the suite that calls this. */
  static ofSuite(): MeasuredBlotter {
    const blotter = new MeasuredBlotter();
    before(() => blotter.#open());
    after(() => blotter.#close());
    return blotter;
  }

  /** A test for each of the works. */
  expectCosts<C extends Costs>(costs: C, works: Readonly<Record<keyof C, Prepare>>): void {
    for (const [title, [roundTrips, statements]] of Object.entries(costs)) {
      it(`${title} costs ${roundTrips} round trip${roundTrips === 1 ? '' : 's'}`, async () => {
        const work = await works[title as keyof C]();
        expect(await this.traffic.of(work)).to.deep.equal({ roundTrips, statements });
      });
    }
  }

  register(role: Role = 'user'): Promise<User> {
    const email = `${ids.next()}@example.com`;
    return this.use.registerUser.execute({ email, password: PASSWORD, username: 'Ada' }, stranger(CLIENT), role);
  }

  async #open(): Promise<void> {
    this.store = await openPostgresStore({
      way: async (url) => {
        this.#wire = await Wire.to(url, () => this.traffic.listen());
        return this.#wire.url;
      },
    });
    const clock = new FixedClock();
    this.use = useCasesOver({
      ...cachedPorts(this.store, this.#cache),
      mailer: this.mailer,
      timetable: new CronParserTimetable(),
      limiter: new ClockedRateLimiter(clock),
      common: COMMON,
      hasher: new QuickPasswordHasher(),
      secrets: new RandomTokenSecrets('the secret of the server'),
      ids,
      clock,
    });
  }

  async #close(): Promise<void> {
    this.#cache.close();
    await this.store.close();
    await this.#wire.unplug();
  }
}
