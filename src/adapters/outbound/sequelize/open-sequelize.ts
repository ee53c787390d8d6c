import { Sequelize } from 'sequelize';

export type SequelizeOptions = {
  readonly url: string;
  readonly poolSize: number;
  /** How long a transaction waits for a free connection, in milliseconds. */
  readonly acquireMilliseconds: number;
  /** The settings that every connection of the process shares. */
  readonly connection: Record<string, unknown>;
  /** pg, or what stands in for it. */
  readonly driver: object;
};

/** The write side's own connections. Nothing is sent before the first transaction. */
export const openSequelize = ({
  url,
  poolSize,
  acquireMilliseconds,
  connection,
  driver,
}: SequelizeOptions): Sequelize =>
  new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: driver,
    logging: false,
    pool: { max: poolSize, acquire: acquireMilliseconds, idle: 300_000 },
    retry: { max: 0 },
    dialectOptions: connection,
  });
