import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import session, { type Store } from 'express-session';
import { SESSION_SECONDS } from '#application/identity/session-life.ts';

export type SessionOptions = {
  readonly store: Store;
  readonly secret: string;
  /** Served under HTTPS: the cookie is Secure and its name has the __Host- prefix. */
  readonly https: boolean;
};

/**
 * The cookie session of a browser. It is neither looked up nor made for a request with an Authorization header, nor for one without its
 * cookie unless it signs in.
 */
export function browserSession({ store, secret, https }: SessionOptions): {
  lookUp: RequestHandler;
  begin: RequestHandler;
} {
  const name = cookieName(https);
  const middleware = session({
    name,
    store,
    secret,
    genid: () => randomBytes(32).toString('base64url'),
    resave: false,
    saveUninitialized: false,
    proxy: https,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', maxAge: SESSION_SECONDS * 1000 },
  });
  const mark = `${name}=`;
  return {
    lookUp: (req, res, next) => {
      const carriesOne = req.headers.authorization === undefined && req.headers.cookie?.includes(mark);
      if (carriesOne) middleware(req, res, next);
      else next();
    },
    begin: (req, res, next) => {
      // PUBLIC_URL says that people come by HTTPS. Without a header that says so too, express-session would silently set no cookie.
      if (https) req.headers['x-forwarded-proto'] = 'https';
      if (req.session) next();
      else middleware(req, res, next);
    },
  };
}

/** The __Host- prefix (RFC 6265bis §4.1.3.2) binds the cookie to this host, to HTTPS and to the path /. */
const cookieName = (https: boolean): string => (https ? '__Host-blotter' : 'blotter');

/** Signs a browser in under a new session id; what it carried before is over. */
export async function beginSession(req: Request, user: { id: string; session: string }): Promise<void> {
  try {
    await settled((done) => req.session.regenerate(done));
    req.session.user = user;
    await settled((done) => req.session.save(done));
  } catch (error) {
    // What could not be kept must not end in a cookie, nor be tried again when the refusal is sent.
    delete (req as { session?: unknown }).session;
    throw error;
  }
}

/** Ends the session on the server and takes the cookie back. */
export async function endSession(req: Request, res: Response): Promise<void> {
  const secure = req.session.cookie.secure === true;
  await settled((done) => req.session.destroy(done));
  res.clearCookie(cookieName(secure), { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

const settled = (work: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
