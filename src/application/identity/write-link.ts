import type { User } from '#domain/identity/user.ts';
import type { MailedTokenPurpose } from '../ports/mailed-token-repository.ts';
import type { Mail } from '../ports/mailer.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { resetLetter, verificationLetter } from './letters.ts';

const HOUR = 3_600_000;

/**
 * Answers a request for a link: the mail with its token, or null when there is nobody to write to. The token comes from the request's id, so
 * a second try sends the same one, and it is void once a later request, its use or a new password has come.
 */
export class WriteLink {
  readonly #unitOfWork: UnitOfWork;
  readonly #secrets: TokenSecrets;
  readonly #publicUrl: string;

  /** @param publicUrl the configured address of the service, without a slash at its end. */
  constructor(unitOfWork: UnitOfWork, secrets: TokenSecrets, publicUrl: string) {
    this.#unitOfWork = unitOfWork;
    this.#secrets = secrets;
    this.#publicUrl = publicUrl;
  }

  /** @param now a link that is over by then is not mailed. */
  async execute(
    { id, createdAt }: { readonly id: string; readonly createdAt: Date },
    purpose: MailedTokenPurpose,
    email: string,
    now: Date,
  ): Promise<Mail | null> {
    const secret = this.#secrets.ofMail(purpose, id);
    const digest = this.#secrets.digest(secret);
    const expiresAt = new Date(createdAt.getTime() + HOUR);
    if (expiresAt <= now) return null;
    const user = await this.#unitOfWork.run(async ({ users, mailedTokens }) => {
      const found = await users.findByEmail(email);
      if (!found || !mayHave(found, purpose)) return null;
      const kept = await mailedTokens.keep({ userId: found.id, purpose, id, email, digest, expiresAt });
      return kept ? found : null;
    });
    if (user === null) return null;
    const letter = purpose === 'reset-password' ? resetLetter : verificationLetter;
    return { id, ...letter(user, this.#publicUrl, secret) };
  }
}

const mayHave = (user: User, purpose: MailedTokenPurpose): boolean =>
  user.isActive && (purpose === 'reset-password' || !user.isVerified);
