import type { PrincipalMemory } from '../ports/principal-memory.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Signs a program out: its token is refused by the very next request. */
export class RevokeAccessToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #memory: PrincipalMemory;

  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets, memory: PrincipalMemory) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#memory = memory;
  }

  async execute(secret: string): Promise<void> {
    const digest = this.#secrets.digest(secret);
    await this.#unitOfWork.run(({ tokens }) => tokens.delete(digest));
    await this.#memory.forgetToken(digest);
  }
}
