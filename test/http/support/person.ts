import type { Answer, UserBody } from './answer.ts';
import type { Caller } from './caller.ts';

/** Somebody who has registered and signed in both ways. */
export type Person = {
  readonly user: UserBody;
  /** The id of the account "Main". */
  readonly account: string;
  readonly password: string;
  /** The secret of the bearer token. */
  readonly token: string;
  /** The Cookie header of the session. */
  readonly cookieHeader: string;
  readonly bearer: Caller;
  /** A browser on a page of the service. */
  readonly cookie: Caller;
};

export const credentialsOf = ({ user, password }: Person): { username: string; password: string } => ({
  username: user.email,
  password,
});

export const cookieLogin = (caller: Caller, credentials: object): Promise<Answer> =>
  caller.post('/auth/cookie/login', credentials, { 'Sec-Fetch-Site': 'same-origin' });
