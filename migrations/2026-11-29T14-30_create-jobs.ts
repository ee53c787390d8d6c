import type { MigrationContext } from '#infrastructure/migrations.ts';

/**
 * Background work, written in the transaction of what asks for it. What belongs to nobody has the nil user.
 * `run` is the fencing number: it grows with each start, and whoever writes for a former run finds no row.
 * `ticket` names the hand-over to the queue; null: it is still to be handed over.
 */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE jobs (
      user_id         uuid           NOT NULL,
      id              uuid           NOT NULL,
      task            text           NOT NULL,
      queue           text           NOT NULL,
      priority        smallint       NOT NULL DEFAULT 0,
      payload         json           NOT NULL,
      key             text,
      state           text           NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'running', 'succeeded', 'failed', 'cancelled')),
      progress        smallint       NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
      attempts        integer        NOT NULL DEFAULT 0,
      crashes         integer        NOT NULL DEFAULT 0,
      run             integer        NOT NULL DEFAULT 0,
      version         bigint         NOT NULL DEFAULT 1,
      result          json,
      error           text,
      created_at      timestamptz(3) NOT NULL DEFAULT now(),
      run_at          timestamptz(3) NOT NULL DEFAULT now(),
      scheduled_for   timestamptz(3),
      started_at      timestamptz(3),
      finished_at     timestamptz(3),
      cancel_asked_at timestamptz(3),
      worker          uuid,
      ticket          uuid,
      owner           uuid GENERATED ALWAYS AS (nullif(user_id, '00000000-0000-0000-0000-000000000000')) STORED
        REFERENCES users (id) ON DELETE CASCADE,
      PRIMARY KEY (user_id, id)
    )`);
  await query(
    `CREATE UNIQUE INDEX jobs_by_key ON jobs (user_id, key) WHERE key IS NOT NULL AND state IN ('waiting', 'running')`,
  );
  await query(`CREATE INDEX jobs_to_hand_over ON jobs (run_at, id) WHERE state = 'waiting' AND ticket IS NULL`);
  await query(`CREATE INDEX jobs_running ON jobs (worker) WHERE state = 'running'`);
  await query('CREATE UNIQUE INDEX jobs_by_id ON jobs (id)');
  await query('CREATE INDEX jobs_by_state ON jobs (state, id)');
  await query('CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL');
  await query(`
    CREATE TABLE job_attempts (
      user_id     uuid           NOT NULL,
      job_id      uuid           NOT NULL,
      run         integer        NOT NULL,
      attempt     integer        NOT NULL,
      worker      uuid           NOT NULL,
      started_at  timestamptz(3) NOT NULL DEFAULT now(),
      finished_at timestamptz(3),
      outcome     text CHECK (outcome IN ('succeeded', 'failed', 'cancelled', 'released', 'lost')),
      error       text,
      will_retry  boolean,
      PRIMARY KEY (user_id, job_id, run),
      FOREIGN KEY (user_id, job_id) REFERENCES jobs (user_id, id) ON DELETE CASCADE
    )`);
  await query(`CREATE INDEX job_attempts_failed ON job_attempts (finished_at) WHERE outcome IN ('failed', 'lost')`);
  // A job is made of it at each of its times, which are those of the owner's time zone.
  await query(`
    CREATE TABLE job_schedules (
      user_id    uuid           NOT NULL,
      id         uuid           NOT NULL,
      key        text           NOT NULL,
      task       text           NOT NULL,
      payload    json           NOT NULL,
      cron       text           NOT NULL,
      next_at    timestamptz(3) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      owner      uuid GENERATED ALWAYS AS (nullif(user_id, '00000000-0000-0000-0000-000000000000')) STORED
        REFERENCES users (id) ON DELETE CASCADE,
      PRIMARY KEY (user_id, id),
      UNIQUE (user_id, key)
    )`);
  await query('CREATE INDEX job_schedules_by_time ON job_schedules (next_at)');
  await query(`INSERT INTO job_schedules (user_id, id, key, task, payload, cron, next_at)
    VALUES ('00000000-0000-0000-0000-000000000000', uuidv7(), 'purge', 'purge', '{}', '7 * * * *', now() + interval '1 hour')`);
  await query(`
    CREATE TABLE workers (
      id         uuid           PRIMARY KEY,
      stands_in  boolean        NOT NULL DEFAULT false,
      host       text           NOT NULL,
      pid        integer        NOT NULL,
      queues     json           NOT NULL,
      started_at timestamptz(3) NOT NULL DEFAULT now(),
      beat_at    timestamptz(3) NOT NULL DEFAULT now()
    )`);
  // Only without MongoDB: which due jobs are still to be given to a worker.
  await query(`
    CREATE TABLE tickets (
      id        uuid           PRIMARY KEY,
      owner     uuid,
      job_id    uuid           NOT NULL,
      queue     text           NOT NULL,
      priority  smallint       NOT NULL,
      due_at    timestamptz(3) NOT NULL,
      locked_at timestamptz(3)
    )`);
  await query('CREATE INDEX tickets_in_order ON tickets (queue, priority DESC, due_at, id)');
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query('DROP TABLE tickets, workers, job_schedules, job_attempts, jobs');
}
