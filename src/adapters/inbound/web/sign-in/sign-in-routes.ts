import { type RequestHandler, Router } from 'express';
import type { Proof } from '#application/identity/proof.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { formText, formValue } from '../forms/form-text.ts';
import { refusedForm } from '../forms/refused-form.ts';
import { noticeAfter } from '../notices.ts';
import { ownPath } from '../own-path.ts';
import { queryOf } from '../query-of.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { signInPage } from './sign-in-page.ts';

export function signInRoutes(parts: WebParts): Router {
  const show: RequestHandler = (req, res) => {
    const query = queryOf(req);
    const next = ownPath(query.get('next'));
    if (signedInPerson(res)) seeOther(res, next);
    else sendPage(res, 200, signInPage({ next, notice: noticeAfter(query) }));
  };
  /** Behind `proveIdentity`, which has put the proof on the request. */
  const signIn: RequestHandler = async (req, res) => {
    await parts.beginSession(req, res, req.user as Proof);
    seeOther(res, ownPath(formText(req, 'next')));
  };
  const refuse = refusedForm({
    problemOf: parts.problemOf,
    show: (req, errors) =>
      signInPage({ next: ownPath(formText(req, 'next')), email: formText(req, 'username'), errors }),
  });
  const router = Router();
  router
    .route('/sign-in')
    .get(show)
    .post(parts.readForm, wholeCredentials, parts.proveIdentity, signIn, refuse)
    .all(parts.onlyThese);
  return router;
}

/** What is not filled in is told by field, and costs no hash. @throws {InvalidFields} */
const wholeCredentials: RequestHandler = (req, _res, next) => {
  const reader = new DraftReader<'username' | 'password'>();
  const username = reader.require('username', formValue(req, 'username'), (text) => text);
  const password = reader.require('password', formValue(req, 'password'), (text) => text);
  if (reader.hasViolations()) throw reader.invalidFields();
  req.body = { username, password, next: formText(req, 'next') };
  next();
};
