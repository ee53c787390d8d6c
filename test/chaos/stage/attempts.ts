import { session } from './postgres.ts';

/** What is told of attempts at jobs that neither came to their end nor lost their worker. */
export async function troubledAttempts(url: string): Promise<string[]> {
  await using database = await session(url);
  const { rows } = await database.query<{ said: string }>(
    `SELECT concat_ws(' ', task, outcome, job_attempts.error) AS said
     FROM job_attempts JOIN jobs ON jobs.user_id = job_attempts.user_id AND jobs.id = job_id WHERE outcome IN ('failed', 'released')`,
  );
  return rows.map(({ said }) => said);
}
