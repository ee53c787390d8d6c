import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookieValue } from './cookie-value.ts';
import { hostCookie } from './host-cookie.ts';

const YEAR_MILLISECONDS = 365 * 24 * 3_600_000;
const COOKIE = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/;

/**
 * The mark that a browser keeps once a person has signed in there (OWASP: device cookies). It lets nobody in: the tries of a known browser
 * are counted by themselves, so that no stranger's guesses can lock a person out of it.
 */
export class KnownDevices {
  readonly #secret: string;
  readonly #cookie: ReturnType<typeof hostCookie>;

  constructor(secret: string, https: boolean) {
    this.#secret = secret;
    this.#cookie = hostCookie('blotter-device', https);
  }

  /** The id of this browser, when the person of that address has signed in there; null otherwise. */
  deviceOf(req: Request, email: string): string | null {
    const value = cookieValue(req.headers.cookie, this.#cookie.name);
    if (value === undefined || !COOKIE.test(value)) return null;
    const [device = '', mac = ''] = value.split('.');
    return timingSafeEqual(Buffer.from(mac), Buffer.from(this.#mac(device, email))) ? device : null;
  }

  remember(req: Request, res: Response, email: string): void {
    if (this.deviceOf(req, email) !== null) return;
    const device = randomBytes(16).toString('base64url');
    res.cookie(this.#cookie.name, `${device}.${this.#mac(device, email)}`, {
      ...this.#cookie.attributes,
      maxAge: YEAR_MILLISECONDS,
    });
  }

  #mac(device: string, email: string): string {
    const said = `device ${device} ${email.trim().toLowerCase()}`;
    return createHmac('sha256', this.#secret).update(said).digest('base64url');
  }
}
