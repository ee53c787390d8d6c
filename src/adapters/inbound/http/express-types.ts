import type { SignedIn } from '#application/identity/actor.ts';
import type { NamedSession } from './session/named-session.ts';

declare global {
  namespace Express {
    interface Locals {
      requestId: string;
      actor?: SignedIn | null;
      /** What the request's cookie names, be it over or not. */
      session?: NamedSession | undefined;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    user: NamedSession;
  }
}
