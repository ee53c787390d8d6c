import type { Actor } from '#application/identity/actor.ts';

declare global {
  namespace Express {
    interface Locals {
      requestId: string;
      actor?: Actor | null;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    /** Who signed in, and in which epoch of their sessions. */
    user: { id: string; epoch: number };
  }
}
