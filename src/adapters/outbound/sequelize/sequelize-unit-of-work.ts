import { BaseError, type Sequelize, type Transaction } from 'sequelize';
import type { Repositories, UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { Models } from './models.ts';
import { SequelizeAccessTokenRepository } from './sequelize-access-token-repository.ts';
import { SequelizeAccountRepository } from './sequelize-account-repository.ts';
import { SequelizeAliasRepository } from './sequelize-alias-repository.ts';
import { SequelizeAnswerRepository } from './sequelize-answer-repository.ts';
import { SequelizeAuditLog } from './sequelize-audit-log.ts';
import { SequelizeImportRepository } from './sequelize-import-repository.ts';
import { SequelizeJobRepository } from './sequelize-job-repository.ts';
import { SequelizeJobScheduleRepository } from './sequelize-job-schedule-repository.ts';
import { SequelizeMailedTokenRepository } from './sequelize-mailed-token-repository.ts';
import { type CopyOperations, SequelizeOperationRepository } from './sequelize-operation-repository.ts';
import { SequelizeSessionRepository } from './sequelize-session-repository.ts';
import { SequelizeUserRepository } from './sequelize-user-repository.ts';
import { DEADLOCK, vendorError } from './sqlstate.ts';

/** What the driver does that Sequelize does not. */
export type Driver = {
  /** Turns what it says when the database does not answer into a refusal. */
  readonly translated: (error: unknown) => unknown;
  readonly copyOperations: CopyOperations;
};

const MOST_TRIES = 3;

/**
 * One transaction per unit, at READ COMMITTED; rows that a use case decides about are locked when they are loaded. Of a deadlock nothing is left, and
 * the unit is done again.
 */
export class SequelizeUnitOfWork implements UnitOfWork {
  readonly #sequelize: Sequelize;
  readonly #models: Models;
  readonly #driver: Driver;

  constructor(sequelize: Sequelize, models: Models, driver: Driver) {
    this.#sequelize = sequelize;
    this.#models = models;
    this.#driver = driver;
  }

  async run<T>(work: (repositories: Repositories) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#sequelize.transaction((transaction) => work(this.#repositories(transaction)));
      } catch (error) {
        const cause = error instanceof BaseError ? vendorError(error) : error;
        if ((cause as { code?: string }).code !== DEADLOCK || tries === MOST_TRIES)
          throw this.#driver.translated(cause);
      }
  }

  #repositories(transaction: Transaction): Repositories {
    return {
      users: new SequelizeUserRepository(this.#sequelize, this.#models, transaction),
      tokens: new SequelizeAccessTokenRepository(this.#sequelize, this.#models, transaction),
      sessions: new SequelizeSessionRepository(this.#sequelize, this.#models, transaction),
      mailedTokens: new SequelizeMailedTokenRepository(this.#sequelize, this.#models, transaction),
      accounts: new SequelizeAccountRepository(this.#models, transaction),
      operations: new SequelizeOperationRepository(
        this.#sequelize,
        this.#models,
        transaction,
        this.#driver.copyOperations,
      ),
      aliases: new SequelizeAliasRepository(this.#sequelize, transaction),
      answers: new SequelizeAnswerRepository(this.#sequelize, transaction),
      imports: new SequelizeImportRepository(this.#sequelize, transaction),
      audit: new SequelizeAuditLog(this.#sequelize, transaction),
      jobs: new SequelizeJobRepository(this.#sequelize, transaction),
      schedules: new SequelizeJobScheduleRepository(this.#sequelize, transaction),
    };
  }
}
