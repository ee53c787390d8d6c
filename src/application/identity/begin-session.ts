import type { Client } from '../ports/access-token-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { selfProven } from './doers.ts';
import { assertStillProven, type Proof } from './proof.ts';
import { MOST_SESSIONS, nextEnd } from './session-life.ts';

/** Notes where a browser signs in. */
export class BeginSession {
  readonly #unitOfWork: UnitOfWork;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** The id of the session, which is no secret. @throws {Refusal} BAD_CREDENTIALS when the proof has come to nothing meanwhile. */
  async execute(proof: Proof, client: Client): Promise<string> {
    const [id, now] = [this.#ids.next(), this.#clock.now()];
    const { id: userId } = proof.user;
    await this.#unitOfWork.run(async (repositories) => {
      const { sessions, audit } = repositories;
      await assertStillProven(repositories, proof);
      await sessions.add({ userId, id, client, createdAt: now, lastSeenAt: now, expiresAt: nextEnd(now, now) });
      await audit.record({
        action: 'sign_in.succeeded',
        by: { ...selfProven(userId, client), credentialId: id },
        to: { userId },
        details: { kind: 'cookie' },
      });
      await sessions.keepNewest(userId, MOST_SESSIONS);
    });
    return id;
  }
}
