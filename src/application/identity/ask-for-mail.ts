import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { Violation } from '#domain/shared/violation.ts';
import type { Client } from '../ports/access-token-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { Limit, RateLimiter } from '../ports/rate-limiter.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { tooManyRequests } from '../refusal.ts';
import { stranger } from './doers.ts';

/** Mails to one address, be it known or not: nobody's mailbox is flooded. */
export const MAILBOX_LIMIT: Limit = { name: 'mailbox', points: 5, seconds: 60 };

/**
 * Takes down that somebody asks for a link by mail, and looks nobody up: whether the address is known the outbox finds out later, so neither
 * the answer nor the time that it takes can tell (A-E1). Nothing changes on the account.
 */
export class AskForMail {
  readonly #unitOfWork: UnitOfWork;
  readonly #limiter: RateLimiter;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, limiter: RateLimiter, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#limiter = limiter;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** @throws {InvalidFields} when this is no address. @throws {Refusal} TOO_MANY_REQUESTS */
  async execute(
    kind: 'reset-asked' | 'verification-asked',
    draft: { readonly email?: string | null | undefined; readonly faults?: readonly Violation[] },
    client: Client,
  ): Promise<void> {
    const reader = new DraftReader<'email'>(draft.faults);
    const email = reader.require('email', draft.email, parseEmailAddress);
    if (reader.hasViolations() || email === null) throw reader.invalidFields();
    const { allowed, resetSeconds } = await this.#limiter.consume(MAILBOX_LIMIT, `${kind} ${email}`);
    if (!allowed) throw tooManyRequests(resetSeconds);
    const message = { id: this.#ids.next(), createdAt: this.#clock.now(), content: { kind, email } };
    await this.#unitOfWork.run(async ({ outbox, audit }) => {
      await outbox.add(message);
      if (kind === 'reset-asked')
        await audit.record({ action: 'password.reset_requested', by: stranger(client), to: { email } });
    });
  }
}
