import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { REPORT_RHYTHMS } from '#application/reports/report-plan.ts';
import {
  acceptedHeaders,
  etag,
  idempotencyKey,
  json,
  jsonBody,
  NOT_MODIFIED,
  NOTHING,
  needs,
  refusals,
} from '../documents/openapi-parts.ts';
import { job } from '../jobs/job-schema.ts';
import { text } from '../shared-schema.ts';
import { reportDraft, schedule, scheduleDraft } from './report-schema.ts';

const rhythmPath = z.object({
  rhythm: text({ pattern: `^(${REPORT_RHYTHMS.join('|')})$` }).meta({ example: 'weekly' }),
});

export const reportPaths: ZodOpenApiPathsObject = {
  '/reports/dashboard': {
    post: {
      operationId: 'requestReport',
      summary: 'Ask for the figures of a period, as the result of a job and by mail',
      tags: ['reports'],
      security: needs('reports'),
      requestParams: { header: idempotencyKey('"report-of-november"') },
      requestBody: jsonBody(reportDraft, { period: '2026-11', deliver: 'none' }),
      responses: {
        202: json('The job that makes it.', job, { headers: acceptedHeaders }),
        ...refusals(400, 401, 403, 404, 409, 413, 415, 422),
      },
    },
  },
  '/reports/schedules': {
    get: {
      operationId: 'listReportSchedules',
      summary: 'List the reports that come by themselves',
      tags: ['reports'],
      security: needs('reports'),
      responses: {
        200: json('Of each rhythm one at most.', z.array(schedule), { headers: etag }),
        ...NOT_MODIFIED,
        ...refusals(401, 403),
      },
    },
  },
  '/reports/schedules/{rhythm}': {
    put: {
      operationId: 'setReportSchedule',
      summary: 'Have a report of each day, week or month come by mail',
      tags: ['reports'],
      security: needs('reports'),
      requestParams: { path: rhythmPath },
      requestBody: jsonBody(scheduleDraft, { time: '07:30' }),
      responses: { 200: json('The schedule.', schedule), ...refusals(400, 401, 403, 404, 413, 415, 422) },
    },
    delete: {
      operationId: 'removeReportSchedule',
      summary: 'Have it come no more',
      tags: ['reports'],
      security: needs('reports'),
      requestParams: { path: rhythmPath },
      responses: { ...NOTHING, ...refusals(401, 403, 404) },
    },
  },
};
