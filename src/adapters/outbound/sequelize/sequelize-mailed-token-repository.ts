import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type {
  MailedToken,
  MailedTokenPurpose,
  MailedTokenRepository,
} from '#application/ports/mailed-token-repository.ts';
import { digestBytes } from './digest-bytes.ts';
import type { Models } from './models.ts';

/** Only a later request takes the place of what is there; the same one finds its own row again. */
const KEEP = `INSERT INTO mailed_tokens AS kept (user_id, purpose, id, email, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
 ON CONFLICT (user_id, purpose) DO UPDATE SET id = excluded.id, email = excluded.email, token_hash = excluded.token_hash,
 expires_at = excluded.expires_at
 WHERE kept.id < excluded.id OR (kept.id = excluded.id AND kept.token_hash = excluded.token_hash)
 RETURNING user_id`;
/** What is voided may be of a later request than the voiding, by the clock of another process: it stays the last one. */
const VOID = `INSERT INTO mailed_tokens AS kept (user_id, purpose, id, email, token_hash, expires_at)
 SELECT $1::uuid, purpose, $2::uuid, $3::text, NULL, 'epoch' FROM unnest(ARRAY['reset-password', 'verify-email']) AS purpose
 ON CONFLICT (user_id, purpose) DO UPDATE SET id = greatest(kept.id, excluded.id), token_hash = NULL`;

export class SequelizeMailedTokenRepository implements MailedTokenRepository {
  readonly #sequelize: Sequelize;
  readonly #models: Models;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, models: Models, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#models = models;
    this.#transaction = transaction;
  }

  async keep({ userId, purpose, id, email, digest, expiresAt }: MailedToken): Promise<boolean> {
    const rows = await this.#sequelize.query(KEEP, {
      bind: [userId, purpose, id, email, digestBytes(digest), expiresAt],
      type: QueryTypes.SELECT,
      transaction: this.#transaction,
    });
    return rows.length > 0;
  }

  async find(purpose: MailedTokenPurpose, digest: string, now: Date): Promise<MailedToken | null> {
    const found = await this.#models.mailedTokens.findOne({
      where: { purpose, token_hash: digestBytes(digest) },
      transaction: this.#transaction,
    });
    const record = found?.get({ plain: true });
    if (record === undefined || record.expires_at <= now) return null;
    return {
      userId: record.user_id,
      purpose,
      id: record.id,
      email: record.email,
      digest,
      expiresAt: record.expires_at,
    };
  }

  async voidAllOf(userId: string, email: string, id: string): Promise<void> {
    await this.#sequelize.query(VOID, { bind: [userId, id, email], transaction: this.#transaction });
  }

  async use({ userId, purpose, digest }: MailedToken): Promise<boolean> {
    const [used] = await this.#models.mailedTokens.update(
      { token_hash: null },
      { where: { user_id: userId, purpose, token_hash: digestBytes(digest) }, transaction: this.#transaction },
    );
    return used > 0;
  }
}
