import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { newJob } from '../jobs/new-job.ts';
import type { Client } from '../ports/access-token-repository.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { MailedTokenPurpose } from '../ports/mailed-token-repository.ts';
import type { Limit, RateLimiter } from '../ports/rate-limiter.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { tooManyRequests } from '../refusal.ts';
import { stranger } from './doers.ts';

/** Mails to one address, be it known or not: nobody's mailbox is flooded. */
export const MAILBOX_LIMIT: Limit = { name: 'mailbox', points: 5, seconds: 60 };

/**
 * Takes down that somebody asks for a link by mail, and looks nobody up: whether the address is known a job finds out later, so neither
 * the answer nor the time that it takes can tell (A-E1). Nothing changes on the account.
 */
export class AskForMail {
  readonly #unitOfWork: UnitOfWork;
  readonly #limiter: RateLimiter;
  readonly #ids: IdGenerator;

  constructor(unitOfWork: UnitOfWork, limiter: RateLimiter, ids: IdGenerator) {
    this.#unitOfWork = unitOfWork;
    this.#limiter = limiter;
    this.#ids = ids;
  }

  /** @throws {InvalidFields} when this is no address. @throws {Refusal} TOO_MANY_REQUESTS */
  async execute(
    purpose: MailedTokenPurpose,
    draft: { readonly email?: string | null | undefined; readonly faults?: readonly Violation[] },
    client: Client,
  ): Promise<void> {
    const reader = new DraftReader<'email'>(draft.faults);
    const email = reader.require('email', draft.email, parseEmailAddress);
    if (reader.hasViolations() || email === null) throw reader.invalidFields();
    const { allowed, resetSeconds } = await this.#limiter.consume(MAILBOX_LIMIT, `${purpose} ${email}`);
    if (!allowed) throw tooManyRequests(resetSeconds);
    const job = newJob(this.#ids.next(), { task: 'send-link', payload: { purpose, email } });
    await this.#unitOfWork.run(async ({ jobs, audit }) => {
      await jobs.add(job);
      if (purpose === 'reset-password')
        await audit.record({ action: 'password.reset_requested', by: stranger(client), to: { email } });
    });
  }
}
