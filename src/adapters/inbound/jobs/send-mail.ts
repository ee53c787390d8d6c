import { z } from 'zod';
import type { TaskHandler } from '#application/jobs/task-handler.ts';
import type { SendMail } from '#application/mail/send-mail.ts';
import { MAIL_TRIES } from './mail-tries.ts';

const bar = z.strictObject({ label: z.string(), value: z.string(), shown: z.string() });
const table = z.strictObject({
  caption: z.string(),
  columns: z.array(z.strictObject({ label: z.string(), isNumber: z.boolean() })),
  rows: z.array(z.array(z.string())),
});

const payload = z.strictObject({
  to: z.string(),
  subject: z.string(),
  paragraphs: z.array(z.string()),
  chart: z
    .strictObject({ title: z.string(), groups: z.array(z.strictObject({ label: z.string(), bars: z.array(bar) })) })
    .exactOptional(),
  tables: z.array(table).exactOptional(),
  attachments: z
    .array(z.strictObject({ name: z.string(), type: z.literal('text/csv'), text: z.string() }))
    .exactOptional(),
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
