import { z } from 'zod';
import type { TaskHandler } from '#application/jobs/task-handler.ts';
import type { PurgeExpired } from '#application/upkeep/purge-expired.ts';

export const purgeHandler = (purgeExpired: PurgeExpired): TaskHandler<'purge'> => ({
  payload: z.strictObject({}),
  mostAttempts: 3,
  backoff: { first: 10_000, factor: 4, longest: 60_000 },
  async handle() {
    return { rows: await purgeExpired.execute() };
  },
});
