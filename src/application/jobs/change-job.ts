import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import type { JobRepository } from '../ports/job-repository.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, type Refusal } from '../refusal.ts';
import type { JobId, JobState } from './job.ts';

type Parts = { readonly unitOfWork: UnitOfWork; readonly queries: JobQueries };
type Change = {
  /** False when the state of the job does not allow it. */
  readonly change: (jobs: JobRepository, job: JobId) => Promise<boolean>;
  readonly refusal: (state: JobState) => Refusal;
};

/** Changes one of the actor's own jobs. @returns it as it is then. @throws {Refusal} NOT_FOUND, also for another user's; what its state forbids. */
export async function changeJob(
  { unitOfWork, queries }: Parts,
  actor: Actor,
  id: string,
  { change, refusal }: Change,
): Promise<JobSight> {
  assertMayWrite(actor);
  assertWholeLedger(actor);
  const { userId } = actor;
  const done = await unitOfWork.run(({ jobs }) => change(jobs, { userId, id }));
  const sight = await queries.find(userId, id);
  if (sight === null) throw notFound('job');
  if (!done) throw refusal(sight.row.state);
  return sight;
}
