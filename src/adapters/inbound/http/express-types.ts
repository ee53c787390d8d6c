import type { SignedIn } from '#application/identity/actor.ts';

declare global {
  namespace Express {
    interface Locals {
      requestId: string;
      actor?: SignedIn | null;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    /** Who signed in, and in which of their sessions. */
    user: { id: string; session: string };
  }
}
