/** What was done on the page before, by the name that `?after=` carries: a browser that is sent on brings nothing else. */
const NOTICES = new Map([
  ['sign-out', 'You are signed out.'],
  ['reset-password', 'Your new password is set. Sign in with it.'],
  ['register', 'A mail is on its way to you. Once you have followed its link, sign in here.'],
  ['verify-again', 'A mail with a new link is on its way.'],
  ['cancel-job', 'The job is cancelled. If it runs already, it was told to stop.'],
  ['retry-job', 'The job waits to be tried again.'],
  ['verify', 'Your e-mail address is confirmed.'],
]);

export function noticeAfter(query: URLSearchParams): string | undefined {
  const after = query.get('after') ?? '';
  return after === 'retry-failed' ? retriedNotice(query.get('count') ?? '') : NOTICES.get(after);
}

function retriedNotice(count: string): string | undefined {
  if (!/^\d{1,9}$/.test(count)) return undefined;
  return count === '1' ? '1 job is tried again.' : `${count} jobs are tried again.`;
}
