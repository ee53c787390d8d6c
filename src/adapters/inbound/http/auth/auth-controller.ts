import type { RequestHandler } from 'express';
import { stranger } from '#application/identity/doers.ts';
import type { IssueAccessToken } from '#application/identity/issue-access-token.ts';
import type { Proof } from '#application/identity/proof.ts';
import type { RegisterUser } from '#application/identity/register-user.ts';
import type { RevokeAccessToken } from '#application/identity/revoke-access-token.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { BrowserSignIn } from '../session/browser-sign-in.ts';
import { clientOf } from '../session/client-of.ts';
import { userView } from '../users/user-view.ts';
import { actingOf, bearerSecret } from '../who-asks.ts';
import { readRegistration } from './auth-schema.ts';

export class AuthController {
  readonly #registerUser: Pick<RegisterUser, 'execute'>;
  readonly #issueAccessToken: IssueAccessToken;
  readonly #revokeAccessToken: RevokeAccessToken;
  readonly #browsers: BrowserSignIn;

  constructor(
    registerUser: Pick<RegisterUser, 'execute'>,
    issueAccessToken: IssueAccessToken,
    revokeAccessToken: RevokeAccessToken,
    browsers: BrowserSignIn,
  ) {
    this.#registerUser = registerUser;
    this.#issueAccessToken = issueAccessToken;
    this.#revokeAccessToken = revokeAccessToken;
    this.#browsers = browsers;
  }

  readonly register: RequestHandler = async (req, res) => {
    const user = await this.#registerUser.execute(readRegistration(req.body), stranger(clientOf(req)));
    res.setHeader('Location', '/api/v1/users/me');
    sendJson(res, 201, JSON.stringify(userView(user)));
  };

  /** Behind Passport, which has put the proof on the request. */
  readonly cookieLogin: RequestHandler = async (req, res) => {
    await this.#browsers.signIn(req, res, req.user as Proof);
    sendNothing(res);
  };

  readonly cookieLogout: RequestHandler = async (req, res) => {
    await this.#browsers.signOut(req, res);
    sendNothing(res);
  };

  /** Behind Passport, which has put the proof on the request. */
  readonly bearerLogin: RequestHandler = async (req, res) => {
    const proof = req.user as Proof;
    const { secret, expiresInSeconds } = await this.#issueAccessToken.execute(proof, clientOf(req));
    sendJson(res, 200, JSON.stringify({ access_token: secret, token_type: 'bearer', expires_in: expiresInSeconds }));
  };

  readonly bearerLogout: RequestHandler = async (req, res) => {
    await this.#revokeAccessToken.execute(actingOf(req, res), bearerSecret(req.headers.authorization) ?? '');
    sendNothing(res);
  };
}
