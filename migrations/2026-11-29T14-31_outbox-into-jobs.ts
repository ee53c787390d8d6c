import type { MigrationContext } from '#infrastructure/migrations.ts';

/** What was still to be mailed becomes jobs, and what was set aside becomes failed ones: whoever has them tried again finds them there. */
export async function up({ query }: MigrationContext): Promise<void> {
  await query(`
    INSERT INTO jobs (user_id, id, task, queue, payload, state, attempts, error, created_at, run_at, finished_at)
    SELECT '00000000-0000-0000-0000-000000000000', id,
           CASE content ->> 'kind' WHEN 'mail' THEN 'send-mail' ELSE 'send-link' END, 'mail',
           CASE content ->> 'kind' WHEN 'mail' THEN content -> 'mail' ELSE json_build_object(
             'purpose', CASE content ->> 'kind' WHEN 'reset-asked' THEN 'reset-password' ELSE 'verify-email' END,
             'email', content ->> 'email') END,
           CASE WHEN parked_at IS NULL THEN 'waiting' ELSE 'failed' END, tries, last_error, created_at, due_at, parked_at
    FROM outbox WHERE content ->> 'kind' IS NOT NULL`);
  await query('DROP TABLE outbox');
}

export async function down({ query }: MigrationContext): Promise<void> {
  await query(`
    CREATE TABLE outbox (
      id         uuid           PRIMARY KEY,
      content    json           NOT NULL,
      created_at timestamptz(3) NOT NULL,
      due_at     timestamptz(3) NOT NULL,
      tries      integer        NOT NULL DEFAULT 0,
      last_error text,
      parked_at  timestamptz(3)
    )`);
  await query('CREATE INDEX outbox_by_due ON outbox (due_at, id) WHERE parked_at IS NULL');
  await query(`
    INSERT INTO outbox (id, content, created_at, due_at, tries, last_error, parked_at)
    SELECT id, CASE task WHEN 'send-mail' THEN json_build_object('kind', 'mail', 'mail', payload) ELSE json_build_object(
             'kind', CASE payload ->> 'purpose' WHEN 'reset-password' THEN 'reset-asked' ELSE 'verification-asked' END,
             'email', payload ->> 'email') END,
           created_at, run_at, attempts, error, CASE state WHEN 'failed' THEN finished_at END
    FROM jobs WHERE task IN ('send-mail', 'send-link') AND state IN ('waiting', 'running', 'failed')`);
  await query(`DELETE FROM jobs WHERE task IN ('send-mail', 'send-link')`);
}
