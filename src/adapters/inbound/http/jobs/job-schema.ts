import { z } from 'zod';
import { JOB_STATES, QUEUES } from '#application/jobs/job.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import { pageQuery } from '../query.ts';
import { instantOutput, text, uuidOutput } from '../shared-schema.ts';

export const jobQuery = pageQuery.extend({
  state: text({ enum: [...JOB_STATES] }).optional(),
  task: text({ enum: [...TASKS] }).optional(),
});

export const job = z
  .strictObject({
    id: uuidOutput,
    task: z.enum(TASKS),
    queue: z.enum(QUEUES),
    priority: z.int().meta({ description: 'The higher, the sooner, within a queue.' }),
    state: z.enum(JOB_STATES),
    progress: z.int().min(0).max(100).meta({ description: 'Of this attempt; it never goes back.' }),
    attempts: z.int().min(0).meta({ description: 'Counted when one begins.' }),
    result: z.json().meta({ description: 'What came of it; null until it has succeeded.' }),
    error: z.string().nullable().meta({ description: 'Why the last attempt failed.' }),
    created_at: instantOutput,
    started_at: instantOutput.nullable(),
    finished_at: instantOutput.nullable(),
  })
  .meta({ id: 'Job' });
