import type { Client } from '../ports/access-token-repository.ts';
import type { Doer } from '../ports/audit-log.ts';
import type { SignedIn } from './actor.ts';

/** Somebody who is signed in, and where they are. */
export type Acting = SignedIn & { readonly client: Client };

/** Whoever types commands on the machine itself. */
export const OPERATOR: Doer = {
  userId: null,
  credentialId: null,
  client: { address: null, userAgent: 'command line' },
};

export const stranger = (client: Client): Doer => ({ userId: null, credentialId: null, client });

/** A user who proved by something else than a session or token who they are. */
export const selfProven = (userId: string, client: Client): Doer => ({ userId, credentialId: null, client });

export const doerOf = ({ userId, credential, client }: Acting): Doer => ({
  userId,
  credentialId: credential.id,
  client,
});
