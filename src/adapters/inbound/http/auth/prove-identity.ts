import type { RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import type { SignIn } from '#application/identity/sign-in.ts';
import { Refusal } from '#application/refusal.ts';
import type { User } from '#domain/identity/user.ts';

/** Passport's local strategy over our own use case, for the login routes alone: `username` is the e-mail address. */
export function proveIdentity(signIn: SignIn): RequestHandler {
  const passport = new Passport();
  passport.use(
    new Strategy((email, password, done) => {
      signIn.execute(email, password).then((user) => done(null, user), done);
    }),
  );
  return (req, res, next) => {
    const proven = (error: unknown, user?: User | false): void => {
      if (user) req.user = user;
      next(
        error ?? (user ? undefined : new Refusal('BAD_CREDENTIALS', 'An e-mail address and a password are needed.')),
      );
    };
    passport.authenticate('local', { session: false }, proven)(req, res, next);
  };
}
