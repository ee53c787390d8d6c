import { type Actor, assertAdmin } from '../identity/actor.ts';
import { type Acting, doerOf } from '../identity/doers.ts';
import type { BoardPageRequest, JobBoard } from '../ports/job-board.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { jobIsNotOver, jobIsOver, notFound } from '../refusal.ts';
import type { JobId } from './job.ts';
import { retryFailedJobs } from './retry-failed-jobs.ts';

/** What an admin sees of everybody's jobs, and does with them. */
export class LookAfterJobs {
  readonly #board: JobBoard;
  readonly #unitOfWork: UnitOfWork;

  constructor(board: JobBoard, unitOfWork: UnitOfWork) {
    this.#board = board;
    this.#unitOfWork = unitOfWork;
  }

  async overview(admin: Actor) {
    assertAdmin(admin);
    const [queues, states, workers] = await Promise.all([
      this.#board.queues(),
      this.#board.states(),
      this.#board.workers(),
    ]);
    return { queues, states, workers };
  }

  async list(admin: Actor, request: BoardPageRequest) {
    assertAdmin(admin);
    return this.#board.page(request);
  }

  /** With its runs, the latest first. @throws {Refusal} NOT_FOUND */
  async find(admin: Actor, id: string) {
    assertAdmin(admin);
    const found = await this.#board.find(id);
    if (found === null) throw notFound('job');
    return found;
  }

  /** @throws {Refusal} NOT_FOUND; JOB_STATE when it neither failed nor was cancelled. */
  async retry(admin: Acting, id: string): Promise<void> {
    await this.#change(admin, id, 'job.retried', jobIsNotOver, ({ jobs }, job) => jobs.retry(job));
  }

  /** @throws {Refusal} NOT_FOUND; JOB_STATE when it is over. */
  async cancel(admin: Acting, id: string): Promise<void> {
    await this.#change(admin, id, 'job.cancelled', jobIsOver, ({ jobs }, job) => jobs.cancel(job));
  }

  /** Of all that have failed. @returns how many. */
  async retryFailed(admin: Acting): Promise<number> {
    assertAdmin(admin);
    return retryFailedJobs(this.#unitOfWork, doerOf(admin));
  }

  async #change(
    admin: Acting,
    id: string,
    action: 'job.retried' | 'job.cancelled',
    refusal: (state: string) => Error,
    change: (repositories: Repositories, job: JobId) => Promise<boolean>,
  ): Promise<void> {
    const { row } = await this.find(admin, id);
    const to = row.user_id === null ? null : { userId: row.user_id };
    await this.#unitOfWork.run(async (repositories) => {
      if (!(await change(repositories, { userId: row.user_id, id }))) throw refusal(row.state);
      await repositories.audit.record({ action, by: doerOf(admin), to, details: { job: id, task: row.task } });
    });
  }
}
