import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import session, { type Store } from 'express-session';
import { BoundedMap } from '#application/caching/bounded-map.ts';
import { SESSION_SECONDS } from '#application/identity/session-life.ts';
import { cookieValue } from './cookie-value.ts';
import { hostCookie } from './host-cookie.ts';
import type { NamedSession } from './named-session.ts';

export type SessionOptions = {
  readonly store: Store;
  readonly secret: string;
  /** Served under HTTPS: the cookie is Secure and its name has the __Host- prefix. */
  readonly https: boolean;
};

const MOST_REMEMBERED = 10_000;
/** Bounds for how long what is deleted from the store behind Blotter's back is still known. */
const REMEMBERED_MILLISECONDS = 60_000;

type Memory = { readonly session: NamedSession; readonly until: number };

/**
 * The cookie sessions of browsers. Which session a cookie names is remembered: whether that one still lives is asked at every request,
 * elsewhere, so that nobody comes in by one that has ended, on this process or another. The session itself is opened by who changes it.
 */
export class BrowserSessions {
  readonly #cookie: ReturnType<typeof hostCookie>;
  readonly #https: boolean;
  readonly #middleware: RequestHandler;
  readonly #now: () => number;
  readonly #remembered = new BoundedMap<string, Memory>(MOST_REMEMBERED);

  /** @param now in milliseconds, of a clock that only goes forward. */
  constructor({ store, secret, https }: SessionOptions, now: () => number = () => performance.now()) {
    this.#https = https;
    this.#now = now;
    this.#cookie = hostCookie('blotter', https);
    this.#middleware = session({
      name: this.#cookie.name,
      store,
      secret,
      genid: () => randomBytes(32).toString('base64url'),
      resave: false,
      saveUninitialized: false,
      proxy: https,
      cookie: { ...this.#cookie.attributes, maxAge: SESSION_SECONDS * 1000 },
    });
  }

  /** Finds out which session the request's cookie names. With an Authorization header a cookie means nothing. */
  readonly lookUp: RequestHandler = (req, res, next) => {
    const cookie =
      req.headers.authorization === undefined ? cookieValue(req.headers.cookie, this.#cookie.name) : undefined;
    const known = cookie === undefined ? undefined : this.#recall(cookie);
    if (cookie !== undefined && known === undefined) return this.#lookUpAnew(cookie, req, res, next);
    res.locals.session = known;
    return next();
  };

  /** Signs the browser in under a new session id; what it carried before is over. */
  async begin(req: Request, res: Response, named: NamedSession): Promise<void> {
    await this.#open(req, res);
    try {
      await settled((done) => req.session.regenerate(done));
      req.session.user = named;
      await settled((done) => req.session.save(done));
    } catch (error) {
      // What could not be kept must not end in a cookie, nor be tried again when the refusal is sent.
      delete (req as { session?: unknown }).session;
      throw error;
    }
  }

  /** Ends the session on the server and takes the cookie back. */
  async end(req: Request, res: Response): Promise<void> {
    await this.#open(req, res);
    await settled((done) => req.session.destroy(done));
    res.clearCookie(this.#cookie.name, this.#cookie.attributes);
  }

  async #lookUpAnew(cookie: string, req: Request, res: Response, next: NextFunction): Promise<void> {
    res.locals.session = await this.#read(cookie, req, res);
    next();
  }

  async #read(cookie: string, req: Request, res: Response): Promise<NamedSession | undefined> {
    await this.#open(req, res);
    const user = req.session?.user;
    // The value that names it, and no other of that name in the header.
    if (user && cookie.includes(req.sessionID))
      this.#remembered.set(cookie, { session: user, until: this.#now() + REMEMBERED_MILLISECONDS });
    return user;
  }

  /** The session that the cookie names, or a new one. */
  #open(req: Request, res: Response): Promise<void> {
    // PUBLIC_URL says that people come by HTTPS. Without a header that says so too, express-session would silently set no cookie.
    if (this.#https) req.headers['x-forwarded-proto'] = 'https';
    return settled((done) => this.#middleware(req, res, done));
  }

  #recall(cookie: string): NamedSession | undefined {
    const memory = this.#remembered.get(cookie);
    return memory !== undefined && memory.until > this.#now() ? memory.session : undefined;
  }
}

const settled = (work: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
