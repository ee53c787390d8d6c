import type { Request, RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import type { Proof } from '#application/identity/proof.ts';
import type { SignIn } from '#application/identity/sign-in.ts';
import { Refusal } from '#application/refusal.ts';
import { addressKey, clientOf } from '../session/client-of.ts';
import type { KnownDevices } from '../session/known-devices.ts';

/** Passport's local strategy over our own use case, for the login routes alone: `username` is the e-mail address. */
export function proveIdentity(signIn: SignIn, devices: KnownDevices): RequestHandler {
  const passport = new Passport();
  passport.use(
    new Strategy({ passReqToCallback: true }, (request, email, password, done) => {
      const req = request as Request;
      const [address, device, client] = [addressKey(req), devices.deviceOf(req, email), clientOf(req)];
      signIn.execute({ email, password, address, device, client }).then((proof) => done(null, proof), done);
    }),
  );
  return (req, res, next) => {
    const proven = (error: unknown, proof?: Proof | false): void => {
      if (proof) req.user = proof;
      next(
        error ?? (proof ? undefined : new Refusal('BAD_CREDENTIALS', 'An e-mail address and a password are needed.')),
      );
    };
    passport.authenticate('local', { session: false }, proven)(req, res, next);
  };
}
