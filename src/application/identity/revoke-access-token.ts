import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Acting, doerOf } from './doers.ts';

/** Signs a program out: its token is refused by the very next request. */
export class RevokeAccessToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;

  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
  }

  async execute(acting: Acting, secret: string): Promise<void> {
    const digest = this.#secrets.digest(secret);
    const { userId, scopes, credential } = acting;
    await this.#unitOfWork.run(async ({ tokens, audit }) => {
      await tokens.delete(userId, digest);
      const ended = scopes
        ? ({ action: 'token.deleted', details: { token_id: credential.id } } as const)
        : ({ action: 'session.ended', details: { session_id: credential.id } } as const);
      await audit.record({ ...ended, by: doerOf(acting), to: { userId } });
    });
  }
}
