import { Sequelize } from 'sequelize';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import { defineModels } from './models.ts';
import { type Driver, SequelizeUnitOfWork } from './sequelize-unit-of-work.ts';

export type SequelizeOptions = Driver & {
  readonly url: string;
  readonly poolSize: number;
  /** How long a transaction waits for a free connection, in milliseconds. */
  readonly acquireMilliseconds: number;
  /** The settings that every connection of the process shares. */
  readonly connection: Record<string, unknown>;
  /** pg, or what stands in for it. */
  readonly driver: object;
};

export type OpenedUnitOfWork = { readonly unitOfWork: UnitOfWork; close(): Promise<void> };

/** The write side's own connections. Nothing is sent before the first transaction. */
export function openSequelize(options: SequelizeOptions): OpenedUnitOfWork {
  const { url, poolSize, acquireMilliseconds, connection, driver } = options;
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: driver,
    logging: false,
    pool: { max: poolSize, acquire: acquireMilliseconds, idle: 300_000 },
    retry: { max: 0 },
    dialectOptions: connection,
  });
  const unitOfWork = new SequelizeUnitOfWork(sequelize, defineModels(sequelize), options);
  return { unitOfWork, close: () => sequelize.close() };
}
