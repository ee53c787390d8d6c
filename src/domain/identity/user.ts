import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { parsePassword } from '#domain/identity/password-policy.ts';
import type { Role } from '#domain/identity/role.ts';
import { parseUsername } from '#domain/identity/username.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import type { Violation } from '#domain/shared/violation.ts';

/** What somebody registers with; `faults` as in an OperationDraft. */
export type RegistrationDraft = {
  readonly email?: string | null | undefined;
  readonly password?: string | null | undefined;
  readonly username?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

export type UserState = {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
  readonly isActive: boolean;
  readonly isVerified: boolean;
  readonly timeZone: string;
  readonly registeredAt: Date;
  readonly sessionEpoch: number;
};

/** A person who can sign in. The hash of the password is kept apart, so that no view of a user can show it. */
export class User {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
  readonly isActive: boolean;
  readonly isVerified: boolean;
  /** IANA; reports and day buckets follow it. */
  readonly timeZone: string;
  readonly registeredAt: Date;
  /** From 1; a session or token of an earlier epoch is dead. */
  readonly sessionEpoch: number;

  private constructor(state: UserState) {
    this.id = state.id;
    this.email = state.email;
    this.username = state.username;
    this.role = state.role;
    this.isActive = state.isActive;
    this.isVerified = state.isVerified;
    this.timeZone = state.timeZone;
    this.registeredAt = state.registeredAt;
    this.sessionEpoch = state.sessionEpoch;
  }

  /** Checks the password too, so that its violation comes with the others, and forgets it. Throws InvalidFields. */
  static register(id: string, draft: RegistrationDraft, now: Date, role: Role = 'user'): User {
    const reader = new DraftReader<'email' | 'password' | 'username'>(draft.faults);
    const email = reader.require('email', draft.email, parseEmailAddress);
    reader.require('password', draft.password, (text) => parsePassword(text, email));
    const username = reader.require('username', draft.username, parseUsername);
    if (reader.hasViolations() || email === null || username === null) throw reader.invalidFields();
    return new User({
      id,
      email,
      username,
      role,
      isActive: true,
      isVerified: false,
      timeZone: 'UTC',
      registeredAt: now,
      sessionEpoch: 1,
    });
  }

  /** The same user in the next epoch: every session that began before is over. */
  withNewSessions(): User {
    return new User({ ...this, sessionEpoch: this.sessionEpoch + 1 });
  }

  /** From stored state, which was validated when it was written. */
  static restore(state: UserState): User {
    return new User(state);
  }
}
