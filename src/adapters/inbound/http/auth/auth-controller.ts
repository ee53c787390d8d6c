import type { RequestHandler } from 'express';
import type { IssueAccessToken } from '#application/identity/issue-access-token.ts';
import type { RegisterUser } from '#application/identity/register-user.ts';
import type { RevokeAccessToken } from '#application/identity/revoke-access-token.ts';
import type { User } from '#domain/identity/user.ts';
import { sendJson, sendNothing } from '../answers.ts';
import { beginSession, endSession } from '../session/browser-session.ts';
import { userView } from '../users/user-view.ts';
import { bearerSecret } from '../who-asks.ts';
import { readRegistration } from './auth-schema.ts';

export class AuthController {
  readonly #registerUser: RegisterUser;
  readonly #issueAccessToken: IssueAccessToken;
  readonly #revokeAccessToken: RevokeAccessToken;

  constructor(registerUser: RegisterUser, issueAccessToken: IssueAccessToken, revokeAccessToken: RevokeAccessToken) {
    this.#registerUser = registerUser;
    this.#issueAccessToken = issueAccessToken;
    this.#revokeAccessToken = revokeAccessToken;
  }

  readonly register: RequestHandler = async (req, res) => {
    const user = await this.#registerUser.execute(readRegistration(req.body));
    res.setHeader('Location', '/api/v1/users/me');
    sendJson(res, 201, JSON.stringify(userView(user)));
  };

  /** Behind Passport, which has put the user on the request. */
  readonly cookieLogin: RequestHandler = async (req, res) => {
    const user = req.user as User;
    await beginSession(req, { id: user.id, epoch: user.sessionEpoch });
    sendNothing(res);
  };

  readonly cookieLogout: RequestHandler = async (req, res) => {
    await endSession(req, res);
    sendNothing(res);
  };

  /** Behind Passport, which has put the user on the request. */
  readonly bearerLogin: RequestHandler = async (req, res) => {
    const { secret, expiresInSeconds } = await this.#issueAccessToken.execute((req.user as User).id);
    sendJson(res, 200, JSON.stringify({ access_token: secret, token_type: 'bearer', expires_in: expiresInSeconds }));
  };

  readonly bearerLogout: RequestHandler = async (req, res) => {
    await this.#revokeAccessToken.execute(bearerSecret(req.headers.authorization) ?? '');
    sendNothing(res);
  };
}
