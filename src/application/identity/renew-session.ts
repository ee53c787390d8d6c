import type { IdGenerator } from '../ports/id-generator.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Lets a session go on under another id once its person has proved again who they are (ASVS 7.2.4): by the former nobody comes in. */
export class RenewSession {
  readonly #unitOfWork: UnitOfWork;
  readonly #ids: IdGenerator;

  constructor(unitOfWork: UnitOfWork, ids: IdGenerator) {
    this.#unitOfWork = unitOfWork;
    this.#ids = ids;
  }

  /** The new id; null when the session has ended meanwhile. */
  async execute(userId: string, id: string): Promise<string | null> {
    const next = this.#ids.next();
    const renewed = await this.#unitOfWork.run(({ sessions }) => sessions.renew(userId, id, next));
    return renewed ? next : null;
  }
}
