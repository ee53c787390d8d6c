import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { JobId } from '#application/jobs/job.ts';
import type { JobTask } from '#application/jobs/tasks.ts';
import type { DueSchedule, JobSchedule, JobScheduleRepository } from '#application/ports/job-schedule-repository.ts';
import { NOBODY } from './nobody.ts';

const SAVE = `INSERT INTO job_schedules (user_id, id, key, task, payload, cron, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
 ON CONFLICT (user_id, key) DO UPDATE SET task = excluded.task, payload = excluded.payload, cron = excluded.cron, next_at = excluded.next_at`;
const COLUMNS = 's.user_id, s.id, s.key, s.task, s.payload, s.cron, s.next_at';
const LIST = `SELECT ${COLUMNS} FROM job_schedules AS s WHERE user_id = $1 ORDER BY key FOR UPDATE`;
const DELETE = 'DELETE FROM job_schedules WHERE user_id = $1 AND key = $2 RETURNING id';
const TAKE_DUE = `SELECT ${COLUMNS}, coalesce(u.time_zone, 'UTC') AS time_zone FROM job_schedules AS s LEFT JOIN users AS u ON u.id = s.owner
 WHERE next_at <= now() + $1::float8 * interval '1 millisecond' ORDER BY next_at LIMIT $2 FOR UPDATE OF s SKIP LOCKED`;
const MOVE_ON = 'UPDATE job_schedules SET next_at = $3 WHERE user_id = $1 AND id = $2 RETURNING id';

type Row = {
  readonly user_id: string;
  readonly id: string;
  readonly key: string;
  readonly task: string;
  readonly payload: unknown;
  readonly cron: string;
  readonly next_at: Date;
  readonly time_zone: string;
};

export class SequelizeJobScheduleRepository implements JobScheduleRepository {
  readonly #sequelize: Sequelize;
  readonly #transaction: Transaction;

  constructor(sequelize: Sequelize, transaction: Transaction) {
    this.#sequelize = sequelize;
    this.#transaction = transaction;
  }

  async save({ userId, id, key, task, payload, cron, nextAt }: JobSchedule): Promise<void> {
    await this.#rows(SAVE, [userId ?? NOBODY, id, key, task, JSON.stringify(payload), cron, nextAt]);
  }

  async list(userId: string): Promise<readonly JobSchedule[]> {
    return (await this.#rows(LIST, [userId])).map(scheduleOf);
  }

  async delete(userId: string, key: string): Promise<boolean> {
    return (await this.#rows(DELETE, [userId, key])).length > 0;
  }

  async takeDue(withinMilliseconds: number, limit: number): Promise<readonly DueSchedule[]> {
    const rows = await this.#rows(TAKE_DUE, [withinMilliseconds, limit]);
    return rows.map((row) => ({ ...scheduleOf(row), timeZone: row.time_zone }));
  }

  async moveOn({ userId, id }: JobId, nextAt: Date): Promise<void> {
    await this.#rows(MOVE_ON, [userId ?? NOBODY, id, nextAt]);
  }

  #rows(text: string, bind: unknown[]): Promise<Row[]> {
    return this.#sequelize.query<Row>(text, { bind, type: QueryTypes.SELECT, transaction: this.#transaction });
  }
}

const scheduleOf = ({ user_id, id, key, task, payload, cron, next_at }: Row): JobSchedule => ({
  userId: user_id === NOBODY ? null : user_id,
  id,
  key,
  ...({ task, payload } as JobTask),
  cron,
  nextAt: next_at,
});
