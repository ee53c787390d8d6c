import { RunJob } from '#application/jobs/run-job.ts';
import type { Failure, TaskHandlers } from '#application/jobs/task-handler.ts';
import type { JobRuns, Ticket } from '#application/ports/job-runs.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';

export type Workplace = {
  readonly jobRuns: JobRuns;
  readonly unitOfWork: UnitOfWork;
  readonly handlers: TaskHandlers;
};

const WORKER = { id: '01a20fb3-2c01-7aa4-9a3c-0d7c1a5e2f11', host: 'here', pid: 1, queues: {}, standsIn: false };

/** Does what is due, one job after the other, as a worker would. @returns how many it began. */
export async function workOff(
  place: Workplace,
  onFailure: (failure: Failure) => void = rethrow,
  limit = Number.POSITIVE_INFINITY,
): Promise<number> {
  const runJob = new RunJob(place.jobRuns, place.unitOfWork, place.handlers, {
    worker: WORKER,
    onFailure: (failure) => failures.push(failure),
    onEnd: () => {},
    elapsed: () => 0,
    random: () => 0.5,
    pause: async () => {},
  });
  const failures: Failure[] = [];
  let count = 0;
  while (count < limit) {
    const [ticket] = await due(place.jobRuns, 1);
    if (ticket === undefined) break;
    await runJob.execute(ticket);
    count += 1;
  }
  for (const failure of failures) onFailure(failure);
  return count;
}

async function due(jobRuns: JobRuns, limit: number): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = [];
  await jobRuns.handOver(limit, async (handed) => {
    tickets.push(...handed);
  });
  return tickets;
}

function rethrow({ error }: Failure): never {
  throw error;
}
