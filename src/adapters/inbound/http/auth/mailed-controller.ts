import type { RequestHandler } from 'express';
import type { AskForMail } from '#application/identity/ask-for-mail.ts';
import type { ResetForgottenPassword } from '#application/identity/reset-forgotten-password.ts';
import type { VerifyEmail } from '#application/identity/verify-email.ts';
import { sendJson, sendNothing } from '../answers.ts';
import { clientOf } from '../session/client-of.ts';
import { userView } from '../users/user-view.ts';
import { readAddress, readReset, readVerification } from './auth-schema.ts';

/** What goes by mail: a forgotten password, a new address. */
export class MailedController {
  readonly #askForMail: AskForMail;
  readonly #resetForgottenPassword: ResetForgottenPassword;
  readonly #verifyEmail: VerifyEmail;

  constructor(askForMail: AskForMail, resetForgottenPassword: ResetForgottenPassword, verifyEmail: VerifyEmail) {
    this.#askForMail = askForMail;
    this.#resetForgottenPassword = resetForgottenPassword;
    this.#verifyEmail = verifyEmail;
  }

  readonly forgotPassword: RequestHandler = async (req, res) => {
    await this.#askForMail.execute('reset-password', readAddress(req.body), clientOf(req));
    sendJson(res, 202, 'null');
  };

  readonly resetPassword: RequestHandler = async (req, res) => {
    await this.#resetForgottenPassword.execute(readReset(req.body), clientOf(req));
    sendNothing(res);
  };

  readonly requestVerifyToken: RequestHandler = async (req, res) => {
    await this.#askForMail.execute('verify-email', readAddress(req.body), clientOf(req));
    sendJson(res, 202, 'null');
  };

  readonly verify: RequestHandler = async (req, res) => {
    const user = await this.#verifyEmail.execute(readVerification(req.body), clientOf(req));
    sendJson(res, 200, JSON.stringify(userView(user)));
  };
}
