import { keysOf } from './keys-of.ts';

/** Tables whose rows are found without their owner, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  users: 'is the owner itself',
  sessions: 'is looked up by a secret before the user is known',
  access_tokens: 'is looked up by a secret before the user is known',
  mailed_tokens: 'is looked up by a secret before the user is known',
  outbox: 'is no more: jobs took its place',
  audit_log: 'is read in the order of time, for everybody',
  jobs: 'is worked through in the order of time, for everybody; its primary key begins with the owner',
  job_attempts: 'is looked through for the newest failures, for everybody; its primary key begins with the owner',
  job_schedules: 'is looked through for what is due, for everybody; its primary key begins with the owner',
  tickets: 'is given out in the order of priority and time, for everybody',
  workers: 'has one row for each process, not for each user',
  migrations: 'has one row for each migration, not for each user',
};

/**
 * What keeps a table from being distributed by user: a primary key, a unique constraint or an index that does not begin with
 * `user_id`, and a table without a primary key. One sentence each.
 */
export function ownerComplaints(sql: string): string[] {
  const { tables, keys } = keysOf(sql);
  const concerns = (table: string): boolean => !(table in exceptions);
  const headless = keys.filter(({ table, firstColumn }) => concerns(table) && firstColumn !== 'user_id');
  const keyless = tables.filter(
    (table) => concerns(table) && !keys.some((key) => key.table === table && key.kind === 'primary key'),
  );
  return [
    ...headless.map(
      ({ kind, table, firstColumn }) => `${table}: ${kind} begins with ${firstColumn}, not with user_id.`,
    ),
    ...keyless.map((table) => `${table}: no primary key.`),
  ];
}
