import type { Request, Response } from 'express';
import type { BeginSession } from '#application/identity/begin-session.ts';
import type { EndSession } from '#application/identity/end-session.ts';
import type { Proof } from '#application/identity/proof.ts';
import type { RenewSession } from '#application/identity/renew-session.ts';
import { Refusal } from '#application/refusal.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { clientOf } from './client-of.ts';
import type { KnownDevices } from './known-devices.ts';
import type { NamedSession } from './named-session.ts';

type Steps = { readonly begin: BeginSession; readonly end: EndSession; readonly renew: RenewSession };

/** Signs browsers in and out: the session itself, its cookie, and the mark of a known browser. */
export class BrowserSignIn {
  readonly #sessions: BrowserSessions;
  readonly #steps: Steps;
  readonly #devices: KnownDevices;

  constructor(sessions: BrowserSessions, steps: Steps, devices: KnownDevices) {
    this.#sessions = sessions;
    this.#steps = steps;
    this.#devices = devices;
  }

  /** Under a new id; what the browser carried before is over. */
  async signIn(req: Request, res: Response, proof: Proof): Promise<void> {
    const { user } = proof;
    const before = res.locals.session;
    const now = { id: user.id, session: await this.#steps.begin.execute(proof, clientOf(req)) };
    try {
      await this.#sessions.begin(req, res, now);
    } catch (error) {
      await this.#endQuietly(req, now);
      throw error;
    }
    if (before) await this.#endQuietly(req, before);
    this.#devices.remember(req, res, user.email);
  }

  async signOut(req: Request, res: Response): Promise<void> {
    if (res.locals.session) await this.#endQuietly(req, res.locals.session);
    await this.#sessions.end(req, res);
  }

  /** The same session under a new id and cookie, after its person has proved who they are. */
  async renew(req: Request, res: Response): Promise<void> {
    const before = res.locals.session;
    if (!before) return;
    const session = await this.#steps.renew.execute(before.id, before.session);
    if (session !== null) await this.#sessions.begin(req, res, { id: before.id, session });
  }

  /** One that has ended already is as good. */
  async #endQuietly(req: Request, { id, session }: NamedSession): Promise<void> {
    const by = { userId: id, credentialId: session, client: clientOf(req) };
    await this.#steps.end.one(id, session, by).catch((error: unknown) => {
      if (!(error instanceof Refusal && error.code === 'NOT_FOUND')) throw error;
    });
  }
}
