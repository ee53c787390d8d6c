import { type RequestHandler, Router } from 'express';
import { formText } from '../forms/form-text.ts';
import { refusedForm } from '../forms/refused-form.ts';
import { queryOf } from '../query-of.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { badVerifyLinkPage, verifyPage } from './verify-page.ts';

export function verifyRoutes(parts: WebParts): Router {
  const { readForm, verifyEmail, askForMail, readProfile, clientOf, problemOf, onlyThese } = parts;
  const show: RequestHandler = (req, res) => {
    const token = queryOf(req).get('token');
    if (token) sendPage(res, 200, verifyPage({ token }));
    else sendPage(res, 400, badVerifyLinkPage());
  };
  const verify: RequestHandler = async (req, res) => {
    await verifyEmail.execute({ token: formText(req, 'token') }, clientOf(req));
    seeOther(res, signedInPerson(res) ? '/?after=verify' : '/sign-in?after=verify');
  };
  const sendAgain: RequestHandler = async (req, res) => {
    const actor = signedInPerson(res);
    if (!actor) return seeOther(res, '/sign-in');
    const { email } = await readProfile.execute(actor);
    await askForMail.execute('verify-email', { email }, clientOf(req));
    seeOther(res, '/?after=verify-again');
  };
  const refuse = refusedForm({
    problemOf,
    show: (req, errors) => verifyPage({ token: formText(req, 'token'), errors }),
    instead: { BAD_TOKEN: badVerifyLinkPage },
  });
  const router = Router();
  router.route('/verify').get(show).post(readForm, verify, refuse).all(onlyThese);
  router.route('/verify/again').post(sendAgain).all(onlyThese);
  return router;
}
