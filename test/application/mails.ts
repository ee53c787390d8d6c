import type { Mail } from '#application/ports/mailer.ts';
import type { Blotter } from './blotter.ts';
import { workOff } from './work-off.ts';

/** Does what waits; the mails to the address, oldest first. A job that fails fails the test. */
export async function mailsTo(blotter: Blotter, email: string): Promise<readonly Mail[]> {
  await workOff(blotter);
  return blotter.mailer.sent.filter(({ to }) => to === email);
}

/** The token that the link of the mail carries. */
export function tokenIn(mail: Mail | undefined): string {
  const token = mail?.action && new URL(mail.action.url).searchParams.get('token');
  if (!token) throw new Error(`There is no link in the mail "${mail?.subject}".`);
  return token;
}

/** The subjects of the mails. */
export const subjectsOf = (mails: readonly Mail[]): readonly string[] => mails.map(({ subject }) => subject);
