import type { RequestHandler, Response } from 'express';
import type { ChangeJob } from '#application/jobs/change-job.ts';
import type { FindJob } from '#application/jobs/find-job.ts';
import { JOB_STATES } from '#application/jobs/job.ts';
import type { ListJobs } from '#application/jobs/list-jobs.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import type { JobSight } from '#application/ports/job-queries.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import { sendJson } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import type { Cursors } from '../cursor.ts';
import { idOf } from '../path-id.ts';
import { nextOf, QueryReader, readOwner, readPage } from '../query.ts';
import { actorOf } from '../who-asks.ts';
import { jobQuery } from './job-schema.ts';

export type JobUseCases = {
  readonly list: ListJobs;
  readonly find: FindJob;
  readonly change: ChangeJob;
};

export class JobController {
  readonly #jobs: JobUseCases;
  readonly #cursors: Cursors;

  constructor(jobs: JobUseCases, cursors: Cursors) {
    this.#jobs = jobs;
    this.#cursors = cursors;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const query = new QueryReader(req, jobQuery);
    const filter = {
      state: query.read('state', (text) => parseChoice(JOB_STATES, text)),
      task: query.read('task', (text) => parseChoice(TASKS, text)),
    };
    const userId = query.read('userId', parseUuid);
    const { limit, cursor } = readPage(query);
    query.finish();
    const scope = { userId: actor.userId, list: JSON.stringify(['jobs', filter, userId]) };
    const [before = null] = this.#cursors.read(scope, cursor);
    const page = await this.#jobs.list.execute(actor, { filter, limit, before }, userId);
    const next = nextOf(page, ({ id }) => this.#cursors.write(scope, [id]));
    return { body: JSON.stringify(page.rows), next };
  };

  readonly read: Produce = async (req, res) => {
    const { row } = await this.#jobs.find.execute(actorOf(res), idOf(req, 'job'), readOwner(req));
    return { body: JSON.stringify(row) };
  };

  readonly cancel: RequestHandler = async (req, res) => {
    sendAccepted(res, await this.#jobs.change.cancel(actorOf(res), idOf(req, 'job')));
  };

  readonly retry: RequestHandler = async (req, res) => {
    sendAccepted(res, await this.#jobs.change.retry(actorOf(res), idOf(req, 'job')));
  };
}

function sendAccepted(res: Response, { row }: JobSight): void {
  res.setHeader('Location', `/api/v1/jobs/${row.id}`);
  sendJson(res, 202, JSON.stringify(row));
}
