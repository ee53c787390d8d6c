import { z } from 'zod';
import type { TaskHandler } from '#application/jobs/task-handler.ts';
import type { SendMail } from '#application/mail/send-mail.ts';
import { MAIL_TRIES } from './mail-tries.ts';

const payload = z.strictObject({
  to: z.string(),
  subject: z.string(),
  paragraphs: z.array(z.string()),
  action: z.strictObject({ label: z.string(), url: z.string() }).nullable(),
});

/** The mail has the id of its job, at every try. */
export const sendMailHandler = (sendMail: SendMail): TaskHandler<'send-mail'> => ({
  payload,
  ...MAIL_TRIES,
  async handle(mail, { jobId }) {
    await sendMail.execute({ id: jobId, ...mail });
    return null;
  },
});
