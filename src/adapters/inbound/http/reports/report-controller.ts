import type { Request, RequestHandler } from 'express';
import type { JobRow } from '#application/ports/job-queries.ts';
import type { KeepReportSchedules, ReportSchedule } from '#application/reports/keep-report-schedules.ts';
import { isRhythm, type ReportRhythm } from '#application/reports/report-plan.ts';
import type { RequestReport } from '#application/reports/request-report.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import { HttpProblem } from '../errors/http-problem.ts';
import { type Created, repeatable, sendCreated } from '../repeatable-request.ts';
import { actorOf } from '../who-asks.ts';
import { readReportDraft, readScheduleDraft } from './report-schema.ts';

export class ReportController {
  readonly #request: RequestReport;
  readonly #schedules: KeepReportSchedules;

  constructor(request: RequestReport, schedules: KeepReportSchedules) {
    this.#request = request;
    this.#schedules = schedules;
  }

  readonly request: RequestHandler = async (req, res) => {
    const draft = readReportDraft(req.body);
    const outcome = await this.#request.execute(actorOf(res), draft, repeatable(req, accepted));
    sendCreated(res, outcome, accepted, 202);
  };

  readonly schedules: Produce = async (_req, res) => {
    const schedules = await this.#schedules.list(actorOf(res));
    return { body: JSON.stringify(schedules.map(scheduleView)) };
  };

  readonly setSchedule: RequestHandler = async (req, res) => {
    const rhythm = rhythmOf(req);
    const schedule = await this.#schedules.set(actorOf(res), rhythm, readScheduleDraft(req.body));
    sendJson(res, 200, JSON.stringify(scheduleView(schedule)));
  };

  readonly removeSchedule: RequestHandler = async (req, res) => {
    await this.#schedules.remove(actorOf(res), rhythmOf(req));
    sendNothing(res);
  };
}

const accepted = (job: JobRow): Created => ({ location: `/api/v1/jobs/${job.id}`, body: JSON.stringify(job) });

const scheduleView = ({ rhythm, accountId, time, nextAt }: ReportSchedule) => ({
  rhythm,
  account_id: accountId,
  time,
  next_at: nextAt.toISOString(),
});

function rhythmOf({ params }: Request): ReportRhythm {
  const rhythm = String(params['rhythm']);
  if (!isRhythm(rhythm)) throw new HttpProblem(404, 'NOT_FOUND', 'Reports come daily, weekly or monthly.');
  return rhythm;
}
