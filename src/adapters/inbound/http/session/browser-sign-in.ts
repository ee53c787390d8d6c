import type { Request, Response } from 'express';
import type { BeginSession } from '#application/identity/begin-session.ts';
import type { EndSession } from '#application/identity/end-session.ts';
import type { Proof } from '#application/identity/proof.ts';
import type { RenewSession } from '#application/identity/renew-session.ts';
import type { Client } from '#application/ports/access-token-repository.ts';
import { Refusal } from '#application/refusal.ts';
import { beginSession, endSession } from './browser-session.ts';
import { clientOf } from './client-of.ts';
import type { KnownDevices } from './known-devices.ts';

/** Signs browsers in and out: the session itself, its cookie, and the mark of a known browser. */
export class BrowserSignIn {
  readonly #begin: BeginSession;
  readonly #end: EndSession;
  readonly #renew: RenewSession;
  readonly #devices: KnownDevices;

  constructor(begin: BeginSession, end: EndSession, renew: RenewSession, devices: KnownDevices) {
    this.#begin = begin;
    this.#end = end;
    this.#renew = renew;
    this.#devices = devices;
  }

  /** Under a new id; what the browser carried before is over. */
  async signIn(req: Request, res: Response, proof: Proof): Promise<void> {
    const { user } = proof;
    const before = req.session.user;
    const session = await this.#begin.execute(proof, clientOf(req));
    try {
      await beginSession(req, { id: user.id, session });
    } catch (error) {
      await this.#endQuietly({ id: user.id, session }, clientOf(req));
      throw error;
    }
    if (before) await this.#endQuietly(before, clientOf(req));
    this.#devices.remember(req, res, user.email);
  }

  async signOut(req: Request, res: Response): Promise<void> {
    if (req.session.user) await this.#endQuietly(req.session.user, clientOf(req));
    await endSession(req, res);
  }

  /** The same session under a new id and cookie, after its person has proved who they are. */
  async renew(req: Request): Promise<void> {
    const user = req.session?.user;
    if (!user) return;
    const session = await this.#renew.execute(user.id, user.session);
    if (session !== null) await beginSession(req, { id: user.id, session });
  }

  /** One that has ended already is as good. */
  async #endQuietly({ id, session }: { id: string; session: string }, client: Client): Promise<void> {
    const by = { userId: id, credentialId: session, client };
    await this.#end.one(id, session, by).catch((error: unknown) => {
      if (!(error instanceof Refusal && error.code === 'NOT_FOUND')) throw error;
    });
  }
}
