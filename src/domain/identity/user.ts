import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { parsePassword } from '#domain/identity/password-policy.ts';
import type { Role } from '#domain/identity/role.ts';
import { parseTimeZone } from '#domain/identity/time-zone.ts';
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

/** What somebody changes about themselves: undefined keeps. */
export type ProfileDraft = RegistrationDraft & {
  readonly timeZone?: string | null | undefined;
  /** Proves that it is they who change the address or the password. */
  readonly currentPassword?: string | null | undefined;
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
};

/** A person who can sign in. The hash of the password is kept apart, so that no view of a user can show it. */
export class User {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly role: Role;
  /** Who is not can neither sign in nor go on. */
  readonly isActive: boolean;
  /** Whether mail to the address was seen to arrive. */
  readonly isVerified: boolean;
  /** IANA; reports and day buckets follow it. */
  readonly timeZone: string;
  readonly registeredAt: Date;

  private constructor(state: UserState) {
    this.id = state.id;
    this.email = state.email;
    this.username = state.username;
    this.role = state.role;
    this.isActive = state.isActive;
    this.isVerified = state.isVerified;
    this.timeZone = state.timeZone;
    this.registeredAt = state.registeredAt;
  }

  /** Checks the password too, so that its violation comes with the others, and forgets it. Throws InvalidFields. */
  static register(id: string, draft: RegistrationDraft, now: Date, common: CommonPasswords, role: Role = 'user'): User {
    const reader = new DraftReader<'email' | 'password' | 'username'>(draft.faults);
    const email = reader.require('email', draft.email, parseEmailAddress);
    reader.require('password', draft.password, (text) => parsePassword(text, email, common));
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
    });
  }

  /** From stored state, which was validated when it was written. */
  static restore(state: UserState): User {
    return new User(state);
  }

  /**
   * Only the given fields. Another address is not verified yet. A new password is checked and forgotten, and needs the current one, as a new
   * address does: whether that is right is not for here to say. Throws InvalidFields.
   */
  change(draft: ProfileDraft, common: CommonPasswords): User {
    const reader = new DraftReader<keyof ProfileDraft>(draft.faults);
    const email = given(draft.email) ? reader.require('email', draft.email, parseEmailAddress) : this.email;
    if (given(draft.password))
      reader.require('password', draft.password, (text) => parsePassword(text, email ?? this.email, common));
    const username = given(draft.username) ? reader.require('username', draft.username, parseUsername) : this.username;
    const timeZone = given(draft.timeZone) ? reader.require('timeZone', draft.timeZone, parseTimeZone) : this.timeZone;
    if (given(draft.email) || given(draft.password))
      reader.require('currentPassword', draft.currentPassword, (text) => text);
    if (reader.hasViolations() || email === null || username === null || timeZone === null)
      throw reader.invalidFields();
    return this.#with({ email, username, timeZone, isVerified: this.isVerified && email === this.email });
  }

  verified(): User {
    return this.#with({ isVerified: true });
  }

  /** What an admin decides about somebody: undefined keeps. */
  kept(changes: { readonly role?: Role | undefined; readonly isActive?: boolean | undefined }): User {
    return this.#with({ role: changes.role ?? this.role, isActive: changes.isActive ?? this.isActive });
  }

  #with(changes: Partial<UserState>): User {
    return new User({ ...this, ...changes });
  }
}

const given = (value: unknown): boolean => value !== undefined;
