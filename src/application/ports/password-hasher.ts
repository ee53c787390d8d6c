/** A stored hash is a PHC string; that of an imported user may be a bcrypt string. */
export interface PasswordHasher {
  /**
   * A PHC string of the whole password.
   * @throws {Refusal} OVERLOADED when too many hashes wait already.
   */
  hash(password: string): Promise<string>;

  /**
   * Whether the password belongs to the stored hash. Null means "there is no such user": it costs one hash all the same,
   * so that nobody learns from the clock who has an account, and is never true.
   * @throws {Refusal} OVERLOADED when too many hashes wait already.
   * @throws {Error} for what is no such hash, or one that would cost beyond reason.
   */
  verify(password: string, phc: string | null): Promise<boolean>;

  /** Whether `hash` would make another kind of hash today: with other parameters or by another algorithm. */
  isOutdated(phc: string): boolean;
}
