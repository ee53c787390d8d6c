/** What was done on the page before, by the name that `?after=` carries: a browser that is sent on brings nothing else. */
const NOTICES = new Map([
  ['sign-out', 'You are signed out.'],
  ['reset-password', 'Your new password is set. Sign in with it.'],
  ['register', 'A mail is on its way to you. Once you have followed its link, sign in here.'],
  ['verify-again', 'A mail with a new link is on its way.'],
  ['verify', 'Your e-mail address is confirmed.'],
]);

export const noticeAfter = (query: URLSearchParams): string | undefined => NOTICES.get(query.get('after') ?? '');
