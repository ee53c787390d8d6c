import { z } from 'zod';
import type { SendLink } from '#application/identity/send-link.ts';
import type { TaskHandler } from '#application/jobs/task-handler.ts';
import { MAIL_TRIES } from './mail-tries.ts';

const payload = z.strictObject({ purpose: z.enum(['reset-password', 'verify-email']), email: z.string() });

/** The link comes from the id of its job: every try sends the same. */
export const sendLinkHandler = (sendLink: SendLink): TaskHandler<'send-link'> => ({
  payload,
  ...MAIL_TRIES,
  async handle(request, { jobId, createdAt }) {
    await sendLink.execute({ id: jobId, createdAt, ...request });
    return null;
  },
});
