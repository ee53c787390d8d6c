import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { etag, idPath, json, link, location, NOT_MODIFIED, needs, refusals } from '../documents/openapi-parts.ts';
import { ownerQuery } from '../query.ts';
import { job, jobQuery } from './job-schema.ts';

const accepted = (summary: string, operationId: string): ZodOpenApiPathsObject[string] => ({
  post: {
    operationId,
    summary,
    tags: ['jobs'],
    security: needs('jobs'),
    requestParams: { path: idPath },
    responses: { 202: json('The job as it is now.', job, { headers: location }), ...refusals(401, 403, 404, 409) },
  },
});

export const jobPaths: ZodOpenApiPathsObject = {
  '/jobs': {
    get: {
      operationId: 'listJobs',
      summary: 'List my background jobs, newest first',
      tags: ['jobs'],
      security: needs('jobs'),
      requestParams: { query: jobQuery },
      responses: {
        200: json('A page.', z.array(job), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
  '/jobs/{id}': {
    get: {
      operationId: 'readJob',
      summary: 'Read one of my background jobs',
      tags: ['jobs'],
      security: needs('jobs'),
      requestParams: { path: idPath, query: ownerQuery },
      responses: { 200: json('The job.', job, { headers: etag }), ...NOT_MODIFIED, ...refusals(401, 403, 404, 422) },
    },
  },
  '/jobs/{id}/events': {
    get: {
      operationId: 'followJob',
      summary: 'Follow one of my background jobs until it is over',
      description:
        'Server-Sent Events: `state` and `progress`, each with the whole job as its data. With Last-Event-ID it goes on after that event; 204 says that nothing is to come any more.',
      tags: ['jobs'],
      security: needs('jobs'),
      requestParams: { path: idPath, query: ownerQuery },
      responses: {
        200: {
          description: 'Events, as long as the job goes on.',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        204: { description: 'The job is over, and its last event was seen.' },
        ...refusals(401, 403, 404, 422, 429),
      },
    },
  },
  '/jobs/{id}/cancel': accepted('Cancel a job that waits or runs', 'cancelJob'),
  '/jobs/{id}/retry': accepted('Try a failed or cancelled job again', 'retryJob'),
};
