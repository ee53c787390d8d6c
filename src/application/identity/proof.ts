import type { User } from '#domain/identity/user.ts';
import type { Repositories } from '../ports/unit-of-work.ts';
import { badCredentials } from '../refusal.ts';

/** Somebody whose password was checked against this hash. */
export type Proof = { readonly user: Pick<User, 'id' | 'email'>; readonly passwordHash: string };

/**
 * In the transaction of what the proof is for: what was proved before a new password, or before the user was disabled or removed, proves
 * nothing any more. Otherwise a sign-in that met a reset would outlive it.
 * @throws {Refusal} BAD_CREDENTIALS
 */
export async function assertStillProven({ users }: Repositories, { user, passwordHash }: Proof): Promise<void> {
  const known = await users.find(user.id);
  if (!known?.isActive || (await users.findPasswordHash(user.id)) !== passwordHash) throw badCredentials();
}
