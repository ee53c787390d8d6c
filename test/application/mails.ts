import type { Mail } from '#application/ports/mailer.ts';
import type { Blotter } from './blotter.ts';

/** Delivers what waits in the outbox; the mails to the address, oldest first. A delivery that fails fails the test. */
export async function mailsTo({ relayOutbox, mailer }: Blotter, email: string): Promise<readonly Mail[]> {
  const failures: Error[] = [];
  while (await relayOutbox.next((_message, error) => failures.push(error)));
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything was delivered.');
  return mailer.sent.filter(({ to }) => to === email);
}

/** The token that the link of the mail carries. */
export function tokenIn(mail: Mail | undefined): string {
  const token = mail?.action && new URL(mail.action.url).searchParams.get('token');
  if (!token) throw new Error(`There is no link in the mail "${mail?.subject}".`);
  return token;
}

/** The subjects of the mails. */
export const subjectsOf = (mails: readonly Mail[]): readonly string[] => mails.map(({ subject }) => subject);
