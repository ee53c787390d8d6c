import type { Client } from '../ports/access-token-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { selfProven } from './doers.ts';
import { assertStillProven, type Proof } from './proof.ts';
import { MOST_LOGINS } from './session-life.ts';

const ACCESS_TOKEN_SECONDS = 30 * 24 * 3600;

type Makers = { readonly secrets: TokenSecrets; readonly ids: IdGenerator; readonly clock: Clock };

/** Signs a program in: a bearer token that gives all that the user has. Only its digest is stored. */
export class IssueAccessToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, { secrets, ids, clock }: Makers) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** @throws {Refusal} BAD_CREDENTIALS when the proof has come to nothing meanwhile. */
  async execute(proof: Proof, client: Client): Promise<{ secret: string; expiresInSeconds: number }> {
    const secret = this.#secrets.next();
    const createdAt = this.#clock.now();
    const token = {
      id: this.#ids.next(),
      digest: this.#secrets.digest(secret),
      userId: proof.user.id,
      name: null,
      scopes: null,
      accountIds: null,
      client,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + ACCESS_TOKEN_SECONDS * 1000),
      lastUsedAt: null,
    };
    await this.#unitOfWork.run(async (repositories) => {
      await assertStillProven(repositories, proof);
      await repositories.tokens.save(token);
      await repositories.audit.record({
        action: 'sign_in.succeeded',
        by: { ...selfProven(proof.user.id, client), credentialId: token.id },
        to: { userId: proof.user.id },
        details: { kind: 'bearer' },
      });
      await repositories.tokens.keepNewestLogins(proof.user.id, MOST_LOGINS);
    });
    return { secret, expiresInSeconds: ACCESS_TOKEN_SECONDS };
  }
}
