import type { Clock } from '../ports/clock.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

const ACCESS_TOKEN_SECONDS = 30 * 24 * 3600;

/** Gives a signed-in user a bearer token; only its digest is stored. */
export class IssueAccessToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  async execute(userId: string): Promise<{ secret: string; expiresInSeconds: number }> {
    const secret = this.#secrets.next();
    const createdAt = this.#clock.now();
    const expiresAt = new Date(createdAt.getTime() + ACCESS_TOKEN_SECONDS * 1000);
    const digest = this.#secrets.digest(secret);
    await this.#unitOfWork.run(({ tokens }) => tokens.save({ digest, userId, createdAt, expiresAt }));
    return { secret, expiresInSeconds: ACCESS_TOKEN_SECONDS };
  }
}
