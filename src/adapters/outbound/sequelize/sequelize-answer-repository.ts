import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { answeredBefore, stillRunning } from '#application/ledger/stored-answer.ts';
import type { AnswerRepository, StoredAnswer } from '#application/ports/answer-repository.ts';
import { REPEATABLE_HOURS } from '#application/ports/repeatable.ts';
import { LOCK_NOT_AVAILABLE, vendorError } from './sqlstate.ts';

/** An insert that meets the key of an open transaction waits for it; no model of Sequelize can say ON CONFLICT … WHERE. */
const CLAIM = `INSERT INTO idempotency_keys AS taken (user_id, key, fingerprint, answer, created_at) VALUES ($1, $2, $3, $4, $5)
 ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
 WHERE taken.created_at <= excluded.created_at - interval '${REPEATABLE_HOURS} hours' RETURNING key`;
const FIRST = 'SELECT fingerprint, answer FROM idempotency_keys WHERE user_id = $1 AND key = $2';
const SETTLE = 'UPDATE idempotency_keys SET answer = $3 WHERE user_id = $1 AND key = $2';

export class SequelizeAnswerRepository implements AnswerRepository {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  async claim(answer: StoredAnswer): Promise<string | null> {
    const { userId, key, fingerprint, at } = answer;
    const claimed = await this.#select(CLAIM, [userId, key, fingerprint, answer.answer, at]).catch((error) => {
      throw vendorError(error).code === LOCK_NOT_AVAILABLE ? stillRunning(error) : error;
    });
    if (claimed.length > 0) return null;
    const [first] = await this.#select(FIRST, [userId, key]);
    if (first === undefined) throw stillRunning();
    return answeredBefore(first, answer);
  }

  async settle({ userId, key, answer }: StoredAnswer): Promise<void> {
    const bind = [userId, key, answer];
    await this.#sequelize.query(SETTLE, { bind, transaction: this.#transaction });
  }

  #select(text: string, bind: unknown[]): Promise<{ fingerprint: Buffer; answer: string }[]> {
    return this.#sequelize.query(text, { bind, type: QueryTypes.SELECT, transaction: this.#transaction });
  }
}
