import type { Response } from 'express';
import type { SignedIn } from '#application/identity/actor.ts';

/**
 * Who has a session here; null when nobody has. Pages are for browsers: a token lets nobody in, as it may be one that gives less than its
 * person has.
 */
export const signedInPerson = (res: Response): SignedIn | null => (res.locals.session && res.locals.actor) || null;
