import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { type Acting, doerOf } from './doers.ts';

/** Kills a personal access token: it is refused by the very next request. */
export class DeleteToken {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async execute(acting: Acting, id: string): Promise<void> {
    const { userId } = acting;
    await this.#unitOfWork.run(async ({ tokens, audit }) => {
      if (!(await tokens.deleteById(userId, id, 'personal'))) throw notFound('token');
      await audit.record({ action: 'token.deleted', by: doerOf(acting), to: { userId }, details: { token_id: id } });
    });
  }
}
