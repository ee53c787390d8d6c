import type { Doer } from '../ports/audit-log.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** Lets all jobs that have failed wait again. @returns how many; when there are some, the audit log says who did it. */
export function retryFailedJobs(unitOfWork: UnitOfWork, by: Doer): Promise<number> {
  return unitOfWork.run(async ({ jobs, audit }) => {
    const count = await jobs.retryFailed();
    if (count > 0) await audit.record({ action: 'jobs.retried', by, to: null, details: { count: String(count) } });
    return count;
  });
}
